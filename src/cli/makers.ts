import { availableParallelism } from 'node:os';
import type { ClusterMaker, MakeOptions } from '../ops/cluster-maker.ts';
import { makeHere } from './make-here.ts';
import type { Shell } from './shell.ts';

/** Threads by default, however many cores there are: each takes 100 MB. */
const MOST = 4;
/** Starting a thread takes as long as making this many clusters. */
const WORTH_A_THREAD = 16;

/** Who makes this many clusters: this thread, or several where the program can start them and they are worth it. */
export async function makersFor(
  shell: Shell,
  options: MakeOptions,
  jobs: number,
  threads = Math.min(availableParallelism(), MOST),
): Promise<ClusterMaker> {
  const count = Math.min(threads, Math.floor(jobs / WORTH_A_THREAD));
  const { startThread } = shell.streams;
  if (startThread === undefined || count < 2) return makeHere(shell, options);
  const [{ shareClusters }, { threadMaker }] = await Promise.all([
    import('../ops/share-clusters.ts'),
    import('./thread-maker.ts'),
  ]);
  return shareClusters(Array.from({ length: count }, () => threadMaker(startThread(options))));
}
