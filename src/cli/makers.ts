import { availableParallelism } from 'node:os';
import type { ClusterMaker, MakeOptions } from '../ops/cluster-maker.ts';
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
 * @param wanted threads that the user asks for. @default - as many as are worth it
 */
export async function makersFor(
  shell: Shell,
  options: MakeOptions,
  jobs: number,
  wanted?: number,
): Promise<ClusterMaker> {
  const count = Math.min(wanted ?? threadsFor(jobs), jobs);
  const { startThread } = shell.streams;
  if (startThread === undefined || count < 2) return makeHere(shell, options);
  const [{ shareClusters }, { threadMaker }] = await Promise.all([
    import('../ops/share-clusters.ts'),
    import('./thread-maker.ts'),
  ]);
  return shareClusters(Array.from({ length: count }, () => threadMaker(startThread(options))));
}
