import { CnsError } from '../errors.ts';
import { compareText } from '../plain.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { ClusterMaker, Job, MakeOptions, Outcome, SynthReport } from './cluster-maker.ts';
import type { Engine } from './engine.ts';
import type { Io, KeptTree, TreeCache, TreeDifference } from './ports.ts';
import { synthCluster, type Tree } from './synth-cluster.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface MakeClustersInput extends MakeOptions {
  readonly io: Io;
  /** The engine for a cluster: its plugins may add to the built-in one. */
  readonly engineFor: (document: PositionedDocument) => Promise<Engine>;
  /** Is told of trees that were written. */
  readonly trees?: TreeCache;
}

interface Made {
  readonly job: Job;
  readonly report: SynthReport;
  readonly tree: KeptTree;
  readonly hashes: Tree['hashes'];
}

/** Makes clusters in this thread, one after the other. */
export function makeClusters(input: MakeClustersInput): ClusterMaker {
  const { io, root, mode, force = false, trees } = input;
  const made: Made[] = [];
  const store = io.treeStore();
  return {
    async make(jobs, onStart) {
      const outcomes: Outcome[] = [];
      for (const job of jobs) {
        onStart(job.file);
        outcomes.push(
          await attempt(async () => {
            const tree = await makeTree(input, job);
            if (mode !== 'write') return compare(io, root, job, tree, mode);
            const report = reportOf(job, tree, NOTHING_YET);
            made.push({ job, report, tree: store.keep(tree.files), hashes: tree.hashes });
            return report;
          }),
        );
      }
      return outcomes;
    },
    async write() {
      const outcomes: Outcome[] = [];
      for (const { job, report, tree, hashes } of made) {
        const { name } = report;
        const { problems, ...outcome } = await attempt(async () => {
          const result = io.writeTree({ root, name, files: tree.files(), hashes, force });
          if (name === stem(job.file)) trees?.remember(`${root}/${name}`, job.digest, hashes);
          return { ...report, ...result };
        });
        outcomes.push({
          ...outcome,
          problems: problems.map((p) => ({ ...p, path: `${root}/${name}/${p.path ?? ''}` })),
        });
      }
      trees?.save();
      return outcomes;
    },
    async close() {
      store.close();
    },
  };
}

/** By convention a cluster's file has its name; only then the tree of a file is known before the file is parsed. */
export const stem = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');

async function attempt(work: () => Promise<SynthReport>): Promise<Outcome> {
  try {
    return { report: await work(), problems: [] };
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    return { problems: error.problems };
  }
}

async function makeTree({ io, engineFor, set, allowGeneric }: MakeClustersInput, { file, text }: Job): Promise<Tree> {
  const document = io.parseYaml(text, file);
  const engine = await engineFor(document);
  return synthCluster(engine, { document, ...(set ? { set } : {}), ...(allowGeneric ? { allowGeneric } : {}) });
}

function compare(io: Io, root: string, job: Job, tree: Tree, mode: 'check' | 'diff'): SynthReport {
  const { name, files, hashes } = tree;
  const difference = io.checkTree({ root, name, files, hashes });
  const paths = [...difference.changed, ...difference.missing, ...difference.stale].sort(compareText);
  // The index of a tree is the writer's own; its lines are hashes that nobody reads.
  const shown = mode === 'diff' ? paths.filter((path) => files.has(path) || difference.stale.includes(path)) : [];
  const diff = shown
    .map((path) => unifiedDiff(`${root}/${name}/${path}`, io.readTreeFile(root, name, path), files.get(path)))
    .join('');
  const unchanged = files.size - [...difference.changed, ...difference.missing].filter((p) => files.has(p)).length;
  return reportOf(job, tree, { ...NOTHING_YET, unchanged, difference, diff });
}

type Change = Pick<SynthReport, 'written' | 'removed' | 'unchanged' | 'difference' | 'diff'>;
const NONE: TreeDifference = { changed: [], missing: [], stale: [] };
const NOTHING_YET: Change = { written: [], removed: [], unchanged: 0, difference: NONE, diff: '' };

const reportOf = ({ file }: Job, { name, deployer, bundle, recipe, files }: Tree, change: Change): SynthReport => ({
  file,
  name,
  deployer: deployer.name,
  components: bundle.units.length,
  support: recipe.leaf?.support ?? 'generic',
  files: files.size,
  ...change,
});
