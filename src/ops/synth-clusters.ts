import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { sha256 } from '../hash.ts';
import type { ClusterMaker, Job, MakeOptions, Outcome, SynthReport } from './cluster-maker.ts';
import { stem } from './make-clusters.ts';
import type { Io, TreeCache } from './ports.ts';

export interface SynthClustersInput extends MakeOptions {
  readonly io: Io;
  /** Cluster files, as the user names them. */
  readonly files: readonly string[];
  /** Who makes this many clusters. It is closed in the end. */
  readonly maker: (jobs: number) => ClusterMaker | Promise<ClusterMaker>;
  /** Told before each cluster: how many are done, of how many, and the file that comes. */
  readonly onProgress?: (done: number, all: number, file: string) => void;
  /** Skips trees that were written from the same inputs before. `engine` stands for code and data: same text, same trees. */
  readonly cache?: { readonly trees: TreeCache; readonly engine: string };
}

export interface SynthClustersResult {
  readonly clusters: readonly SynthReport[];
  /** Cluster files whose trees were written from the same inputs before, so that nothing was done. */
  readonly skipped: readonly string[];
  /** Folders of trees that no cluster file makes any more; found only when all cluster files were asked for. */
  readonly orphans: readonly string[];
}

/**
 * Makes the trees of many clusters. Nothing is written unless every cluster could be made.
 *
 * @throws CnsError with everything that is wrong with any of the cluster files; TREE_EDITED and PATH_REFUSED as `writeTree` does
 */
export async function synthClusters(input: SynthClustersInput, all = false): Promise<SynthClustersResult> {
  const { io, files, root, mode, onProgress } = input;
  const wanted = files.map((file) => lookAt(input, file));
  const jobs = wanted.flatMap(({ job }) => (job ? [job] : []));
  const skipped = wanted.flatMap(({ file, isFresh }) => (isFresh ? [file] : []));
  let done = files.length - jobs.length;
  const maker = await input.maker(jobs.length);
  try {
    const made = await maker.make(jobs, (file) => onProgress?.(done++, files.length, file));
    onProgress?.(files.length, files.length, '');
    const outcomes = new Map(made.map((outcome, i) => [jobs[i], outcome]));
    throwProblems([
      ...wanted.flatMap(({ job, problems }) => outcomes.get(job)?.problems ?? problems),
      ...sameNames(made, skipped),
    ]);
    const orphans = all ? orphansOf(io, root, made, skipped) : [];
    const written = mode === 'write' ? await maker.write() : made;
    input.cache?.trees.save();
    throwProblems(written.flatMap(({ problems }) => problems));
    return { clusters: reportsOf(written), skipped, orphans };
  } finally {
    await maker.close();
  }
}

/** A cluster file that was looked at: it is to be made, or was made before, or cannot be read. */
interface Wanted {
  readonly file: string;
  readonly job?: Job;
  readonly isFresh?: true;
  readonly problems: readonly Problem[];
}

function lookAt(input: SynthClustersInput, file: string): Wanted {
  const { io, root, mode, force = false, cache } = input;
  try {
    const text = io.readText(file);
    const digest = digestOf(input, file, text);
    const isFresh = mode === 'write' && !force && cache?.trees.fresh(`${root}/${stem(file)}`, digest);
    return { file, problems: [], ...(isFresh ? { isFresh } : { job: { file, text, digest } }) };
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    return { file, problems: error.problems };
  }
}

function digestOf({ set, allowGeneric, cache }: SynthClustersInput, file: string, text: string): string {
  return cache ? sha256(JSON.stringify([cache.engine, file, text, set ?? {}, allowGeneric ?? false])) : '';
}

const reportsOf = (outcomes: readonly Outcome[]): SynthReport[] =>
  outcomes.flatMap(({ report }) => (report ? [report] : []));

function sameNames(made: readonly Outcome[], skipped: readonly string[]): Problem[] {
  const owners = new Map(skipped.map((file) => [stem(file), file]));
  return reportsOf(made).flatMap(({ name, file }): Problem[] => {
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

function orphansOf(io: Io, root: string, made: readonly Outcome[], skipped: readonly string[]): string[] {
  const names = new Set([...reportsOf(made).map(({ name }) => name), ...skipped.map(stem)]);
  return io.trees(root).filter((name) => !names.has(name));
}
