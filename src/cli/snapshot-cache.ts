import { systemClock } from '../io/clock.ts';
import { openSnapshotCache } from '../io/snapshot-cache.ts';
import { snapshotTarget } from '../io/snapshot-target.ts';
import { parseDuration } from '../ops/duration.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Shell } from './shell.ts';
import type { SnapshotFlags } from './snapshot-flags.ts';
import { version } from './version.ts';

/** Snapshots of earlier runs, as far as the flags allow. */
export interface CachedSnapshots {
  read(): Snapshot | undefined;
  keep(snapshot: Snapshot): void;
}

const NONE: CachedSnapshots = { read: () => undefined, keep: () => {} };

/**
 * Without `--cache-ttl` every run looks anew, and leaves nothing behind: a snapshot is evidence. What failed in part is not kept, so that the
 * next run tries again. Names are replaced after the cache, so that with and without `--redact` one entry serves.
 */
export async function snapshotCache(
  { streams }: Shell,
  flags: SnapshotFlags,
  chosen: ReadonlySet<string>,
): Promise<CachedSnapshots> {
  const ttlMs = flags.cacheTtl === undefined ? undefined : parseDuration(flags.cacheTtl, '--cache-ttl');
  const folder = cacheFolder(streams.env);
  if (ttlMs === undefined || !flags.cache || folder === undefined) return NONE;
  const cache = openSnapshotCache(folder);
  const key = {
    version: version(),
    collectors: [...chosen].sort(),
    context: flags.context ?? false,
    given: [...(flags.cloud ?? [])].sort(),
    target: snapshotTarget({ env: streams.env, cwd: streams.cwd, ...flags }),
  };
  return {
    read: () => cache.read(key, systemClock.now(), ttlMs),
    keep(snapshot) {
      const whole = Object.values(snapshot.collectors).every(({ state }) => state !== 'failed');
      if (whole && !cache.keep(key, snapshot)) streams.stderr.write(`${folder} cannot be written: nothing is cached\n`);
    },
  };
}
