import { CnsError } from '../errors.ts';
import { chooseCollectors } from '../ops/choose-collectors.ts';
import { parseDuration } from '../ops/duration.ts';
import { givenValues } from '../ops/given-values.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { emitSnapshot, outputOf } from './emit-snapshot.ts';
import type { Shell } from './shell.ts';
import { snapshotCache } from './snapshot-cache.ts';
import { CLOUD_KEYS, COLLECTORS, type SnapshotFlags } from './snapshot-flags.ts';

/** What `cnsctl snapshot` does: everything about the flags is decided before anything is looked at. */
export async function runSnapshot(shell: Shell, flags: SnapshotFlags): Promise<void> {
  const chosen = chooseCollectors(COLLECTORS, flags);
  const given = givenValues(flags.cloud ?? [], CLOUD_KEYS, '--cloud');
  refuseUnused(flags, chosen);
  const timeoutMs = flags.timeout === undefined ? undefined : parseDuration(flags.timeout, '--timeout');
  const output = outputOf(flags);
  const cache = await snapshotCache(shell, flags, chosen);

  const snapshot = cache.read() ?? (await lookAnew());
  await emitSnapshot(shell, await withoutNames(shell, snapshot, flags), output);

  async function lookAnew(): Promise<Snapshot> {
    // Loaded only now: an answer from the cache needs no collector.
    const { look } = await import('./look.ts');
    const taken = await look(shell, flags, { chosen, given, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    cache.keep(taken);
    return taken;
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
