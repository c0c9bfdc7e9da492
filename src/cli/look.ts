import { resolve } from 'node:path';
import { ask } from '../io/ask.ts';
import { systemClock } from '../io/clock.ts';
import { machineAt } from '../io/machine.ts';
import { takeSnapshot } from '../ops/take-snapshot.ts';
import { collectors } from '../snapshot/collectors.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { progressOn } from './progress.ts';
import type { Shell } from './shell.ts';
import type { SnapshotFlags } from './snapshot-flags.ts';
import { version } from './version.ts';

export interface LookOptions {
  readonly chosen: ReadonlySet<string>;
  readonly given: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Takes a snapshot of this machine and of the cluster that the flags name; says on a terminal how far it is. */
export async function look(shell: Shell, flags: SnapshotFlags, options: LookOptions): Promise<Snapshot> {
  const { chosen, given, timeoutMs } = options;
  const { show, clear } = progressOn(shell.streams);
  const running = new Map<string, string>();
  let ended = 0;
  const onProgress = (name: string, text: string): void => {
    if (text === 'done' || text === 'failed') ended += running.delete(name) ? 1 : 0;
    else running.set(name, text);
    const names = [...running].map(([one, far]) => (far === '' ? one : `${one} (${far})`));
    show(ended, chosen.size, names.join(', '));
  };
  try {
    return await takeSnapshot({
      collectors,
      chosen,
      surroundings: {
        machine: machineAt(resolve(shell.streams.cwd, flags.root ?? '/')),
        ask,
        cluster: () => shell.cluster(flags, (text) => onProgress('k8s', text)),
        given,
      },
      clock: systemClock,
      version: version(),
      failFast: flags.bestEffort !== true,
      onProgress,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(flags.context ? { context: true } : {}),
    });
  } finally {
    clear();
  }
}
