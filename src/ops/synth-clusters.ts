import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { compareText, type PlainMap } from '../plain.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { Engine } from './engine.ts';
import type { Io, TreeCache, TreeDifference } from './ports.ts';
import { synthCluster } from './synth-cluster.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface SynthClustersInput {
  readonly io: Io;
  /** Cluster files, as the user names them. */
  readonly files: readonly string[];
  /** Folder that trees lie in, one a cluster. */
  readonly root: string;
  /** The engine for a cluster: its plugins may add to the built-in one. */
  readonly engineFor: (document: PositionedDocument) => Promise<Engine>;
  readonly set?: Readonly<Record<string, PlainMap | null>>;
  readonly allowGeneric?: boolean;
  /** `write` makes the trees; `check` says what differs; `diff` says it line by line. The latter two write nothing. */
  readonly mode?: 'write' | 'check' | 'diff';
  readonly force?: boolean;
  /** Told before each cluster: how many are done, of how many, and the file that comes. */
  readonly onProgress?: (done: number, all: number, file: string) => void;
  /** Skips trees that were written from the same inputs before. `engine` stands for code and data: same text, same trees. */
  readonly cache?: { readonly trees: TreeCache; readonly engine: string };
}

/** What became of one cluster. */
export interface SynthReport {
  readonly file: string;
  readonly name: string;
  readonly deployer: string;
  readonly components: number;
  /** Support level of its recipe; `generic` without a leaf. */
  readonly support: string;
  readonly files: number;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly difference: TreeDifference;
  /** Unified diff in mode `diff`, else empty. */
  readonly diff: string;
}

export interface SynthClustersResult {
  readonly clusters: readonly SynthReport[];
  /** Cluster files whose trees were written from the same inputs before, so that nothing was done. */
  readonly skipped: readonly string[];
  /** Folders of trees that no cluster file makes any more; found only when all cluster files were asked for. */
  readonly orphans: readonly string[];
}

interface Made extends Pick<SynthReport, 'file' | 'name' | 'deployer' | 'components' | 'support'> {
  readonly files: ReadonlyMap<string, string>;
  readonly digest: string;
}

/**
 * Makes the trees of many clusters. Nothing is written unless every cluster could be made.
 *
 * @throws CnsError with everything that is wrong with any of the cluster files; TREE_EDITED and PATH_REFUSED as `writeTree` does
 */
export async function synthClusters(input: SynthClustersInput, all = false): Promise<SynthClustersResult> {
  const { io, files, root, mode = 'write', force = false, cache, onProgress } = input;
  const problems: Problem[] = [];
  const made: Made[] = [];
  const skipped: string[] = [];
  for (const [i, file] of files.entries()) {
    onProgress?.(i, files.length, file);
    try {
      const text = io.readText(file);
      const digest = digestOf(input, file, text);
      if (mode === 'write' && !force && cache?.trees.fresh(`${root}/${stem(file)}`, digest)) skipped.push(file);
      else made.push(await makeOne(input, file, text, digest));
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
    }
  }
  onProgress?.(files.length, files.length, '');
  problems.push(...sameNames(made, skipped));
  throwProblems(problems);
  const orphans = all ? orphansOf(io, root, made, skipped) : [];
  const clusters = mode === 'write' ? writeAll(input, made, force) : made.map((one) => compare(input, one, mode));
  cache?.trees.save();
  return { clusters, skipped, orphans };
}

async function makeOne(
  { io, engineFor, set, allowGeneric }: SynthClustersInput,
  file: string,
  text: string,
  digest: string,
): Promise<Made> {
  const document = io.parseYaml(text, file);
  const engine = await engineFor(document);
  const tree = synthCluster(engine, { document, ...(set ? { set } : {}), ...(allowGeneric ? { allowGeneric } : {}) });
  const { name, files, deployer, bundle, recipe } = tree;
  const support = recipe.leaf?.support ?? 'generic';
  return { file, name, files, digest, deployer: deployer.name, components: bundle.units.length, support };
}

function writeAll({ io, root, cache }: SynthClustersInput, made: readonly Made[], force: boolean): SynthReport[] {
  const problems: Problem[] = [];
  const reports = made.flatMap((one): SynthReport[] => {
    try {
      const result = io.writeTree({ root, name: one.name, files: one.files, force });
      if (one.name === stem(one.file)) cache?.trees.remember(`${root}/${one.name}`, one.digest, one.files);
      return [reportOf(one, { ...result, difference: NONE, diff: '' })];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, path: `${root}/${one.name}/${p.path ?? ''}` })));
      return [];
    }
  });
  throwProblems(problems);
  return reports;
}

const NONE: TreeDifference = { changed: [], missing: [], stale: [] };

function compare({ io, root }: SynthClustersInput, one: Made, mode: 'check' | 'diff'): SynthReport {
  const difference = io.checkTree({ root, name: one.name, files: one.files });
  const paths = [...difference.changed, ...difference.missing, ...difference.stale].sort(compareText);
  // The index of a tree is the writer's own; its lines are hashes that nobody reads.
  const shown = mode === 'diff' ? paths.filter((path) => one.files.has(path) || difference.stale.includes(path)) : [];
  const diff = shown
    .map((path) =>
      unifiedDiff(`${root}/${one.name}/${path}`, io.readTreeFile(root, one.name, path), one.files.get(path)),
    )
    .join('');
  const unchanged =
    one.files.size - [...difference.changed, ...difference.missing].filter((p) => one.files.has(p)).length;
  return reportOf(one, { written: [], removed: [], unchanged, difference, diff });
}

const reportOf = (
  { file, name, deployer, components, support, files }: Made,
  rest: Pick<SynthReport, 'written' | 'removed' | 'unchanged' | 'difference' | 'diff'>,
): SynthReport => ({ file, name, deployer, components, support, files: files.size, ...rest });

function digestOf({ set, allowGeneric, cache }: SynthClustersInput, file: string, text: string): string {
  return cache ? sha256(JSON.stringify([cache.engine, file, text, set ?? {}, allowGeneric ?? false])) : '';
}

/** By convention a cluster's file has its name; only then the tree of a file is known before the file is parsed. */
const stem = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');

function sameNames(made: readonly Made[], skipped: readonly string[]): Problem[] {
  const owners = new Map(skipped.map((file) => [stem(file), file]));
  return made.flatMap(({ name, file }): Problem[] => {
    const other = owners.get(name);
    owners.set(name, file);
    if (other === undefined) return [];
    const message = `${file} and ${other} both name their cluster ${name}, and would write one folder`;
    return [
      {
        code: 'DOCUMENT_INVALID',
        path: 'name',
        message,
        hint: 'rename one of the two',
        source: { file, line: 1, column: 1 },
      },
    ];
  });
}

function orphansOf(io: Io, root: string, made: readonly Made[], skipped: readonly string[]): string[] {
  const names = new Set([...made.map(({ name }) => name), ...skipped.map(stem)]);
  return io.trees(root).filter((name) => !names.has(name));
}
