import { availableParallelism } from 'node:os';
import type { ClusterMaker, MakeOptions } from '../ops/cluster-maker.ts';
import type { SynthClustersInput } from '../ops/synth-clusters.ts';
import { makeHere } from './make-here.ts';
import type { Shell } from './shell.ts';

/** Threads by default, however many cores there are: each takes 100 MB. */
const MOST = 4;
/** Clusters that one thread makes, once it is warm, in the time that another one takes to become so. */
const WORTH_A_THREAD = 200;

const threadsFor = (jobs: number): number => Math.min(availableParallelism(), MOST, Math.floor(jobs / WORTH_A_THREAD));

/**
 * Who makes this many clusters: this thread, or several where the program can start them.
 *
 * @param threads that the user asks for. @default - as many as are worth it
 * @param cache of this thread; others open their own
 */
export async function makersFor(
  shell: Shell,
  options: MakeOptions,
  jobs: number,
  { threads, cache }: { readonly threads?: number | undefined; readonly cache?: SynthClustersInput['cache'] },
): Promise<ClusterMaker> {
  const count = Math.min(threads ?? threadsFor(jobs), jobs);
  const { startThread } = shell.streams;
  if (startThread === undefined || count < 2) return makeHere(shell, options, cache);
  const [{ shareClusters }, { threadMaker }] = await Promise.all([
    import('../ops/share-clusters.ts'),
    import('./thread-maker.ts'),
  ]);
  return shareClusters(Array.from({ length: count }, () => threadMaker(startThread(options))));
}
