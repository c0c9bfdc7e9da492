import type { MakeOptions } from '../ops/cluster-maker.ts';
import { makeHere } from './make-here.ts';
import { createShell } from './shell.ts';
import type { Streams } from './streams.ts';
import { type Port, serveMaker } from './thread-maker.ts';
import { treeCache } from './tree-cache.ts';

/** What a thread does that was started to make clusters: it answers its port until it is ended. */
export async function serve(port: Port, options: MakeOptions, streams: Streams): Promise<void> {
  const shell = createShell([], streams);
  serveMaker(port, await makeHere(shell, options, await treeCache(shell, options)));
}
