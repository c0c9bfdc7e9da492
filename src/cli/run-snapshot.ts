import { resolve } from 'node:path';
import { CnsError } from '../errors.ts';
import { ask } from '../io/ask.ts';
import { systemClock } from '../io/clock.ts';
import { machineAt } from '../io/machine.ts';
import { chooseCollectors } from '../ops/choose-collectors.ts';
import { parseDuration } from '../ops/duration.ts';
import { givenValues } from '../ops/given-values.ts';
import { takeSnapshot } from '../ops/take-snapshot.ts';
import { GIVEN_KEYS } from '../snapshot/cloud/given.ts';
import { collectors } from '../snapshot/collectors.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { emitSnapshot, outputOf } from './emit-snapshot.ts';
import { progressOn } from './progress.ts';
import type { Shell } from './shell.ts';
import { snapshotCache } from './snapshot-cache.ts';
import type { SnapshotFlags } from './snapshot-flags.ts';
import { version } from './version.ts';

/** What `cnsctl snapshot` does: everything about the flags is decided before anything is looked at. */
export async function runSnapshot(shell: Shell, flags: SnapshotFlags): Promise<void> {
  const chosen = chooseCollectors(
    collectors.map(({ name }) => name),
    flags,
  );
  const given = givenValues(flags.cloud ?? [], GIVEN_KEYS, '--cloud');
  refuseUnused(flags, chosen);
  const timeoutMs = flags.timeout === undefined ? undefined : parseDuration(flags.timeout, '--timeout');
  const output = outputOf(flags);
  const cache = await snapshotCache(shell, flags, chosen);

  const snapshot = cache.read() ?? (await look());
  await emitSnapshot(shell, await withoutNames(shell, snapshot, flags), output);

  async function look(): Promise<Snapshot> {
    const { show, clear } = progressOn(shell.streams);
    const running = new Map<string, string>();
    const onProgress = (name: string, text: string): void => {
      if (text === 'done' || text === 'failed') running.delete(name);
      else running.set(name, text);
      const names = [...running].map(([one, far]) => (far === '' ? one : `${one} (${far})`));
      show(chosen.size - running.size, chosen.size, names.join(', '));
    };
    try {
      const taken = await takeSnapshot({
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
      cache.keep(taken);
      return taken;
    } finally {
      clear();
    }
  }
}

/** @throws CnsError `USAGE` for what is said of the cloud when nobody asks for it */
function refuseUnused({ cloud }: SnapshotFlags, chosen: ReadonlySet<string>): void {
  if (cloud !== undefined && !chosen.has('cloud'))
    throw new CnsError({
      code: 'USAGE',
      message: 'the collector cloud is not among those that are run, so nothing takes this',
      hint: 'leave it out, or add cloud to --filter',
      source: { file: '--cloud', line: 1, column: 1 },
    });
}

async function withoutNames(shell: Shell, snapshot: Snapshot, flags: SnapshotFlags): Promise<Snapshot> {
  if (!flags.redact) return snapshot;
  const [{ redact }, { knownNames }, { catalog }] = await Promise.all([
    import('../snapshot/redact/redact.ts'),
    import('../ops/known-names.ts'),
    shell.engine({}),
  ]);
  return redact(snapshot, knownNames(catalog));
}
