import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../hash.ts';
import { isPlainMap } from '../plain.ts';
import { API_VERSION } from '../recipe/document.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { replacePrivate } from './replace-private.ts';

export interface SnapshotCache {
  /** The snapshot of this key that was taken at most `ttlMs` ago, or undefined. */
  read(key: object, now: Date, ttlMs: number): Snapshot | undefined;
  /** Keeps it for later runs. False when the folder cannot be written: the next run is then slower, and as right. */
  keep(key: object, snapshot: Snapshot): boolean;
}

/**
 * Snapshots of earlier runs, one file a key, mode 0600: they hold names and addresses of a cluster.
 *
 * A file is replaced by renaming, so that two runs at once each read a whole one. What is damaged, of another user, readable by others, a
 * symbolic link, or taken in the future counts as absent.
 */
export function openSnapshotCache(cacheDir: string): SnapshotCache {
  const folder = join(cacheDir, 'snapshots');
  const fileOf = (key: object): string => join(folder, `${sha256(JSON.stringify(key)).slice(0, 32)}.json`);
  return {
    read(key, now, ttlMs) {
      const text = readPrivate(fileOf(key));
      const snapshot = text === undefined ? undefined : parse(text);
      if (snapshot === undefined) return undefined;
      const age = now.getTime() - Date.parse(snapshot.metadata.taken);
      return age >= 0 && age <= ttlMs ? snapshot : undefined;
    },
    keep(key, snapshot) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        replacePrivate(fileOf(key), JSON.stringify(snapshot));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
        return false;
      }
    },
  };
}

/** More than this was not written by us. Unit: bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The text of a file that only its owner, who is us, can read or write. */
function readPrivate(file: string): string | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { uid, mode, size } = fstatSync(handle);
    const ours =
      uid === (process.getuid?.() ?? uid) && (mode & 0o177) === 0 && (mode & constants.S_IFMT) === constants.S_IFREG;
    return ours && size <= MAX_BYTES ? readFileSync(handle, 'utf8') : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** What nobody but us could write, and what a renamed file holds whole, need not be held against its schema once more. */
function parse(text: string): Snapshot | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isSnapshot(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isSnapshot = (value: unknown): value is Snapshot =>
  isPlainMap(value) &&
  value.apiVersion === API_VERSION &&
  value.kind === 'Snapshot' &&
  isPlainMap(value.metadata) &&
  typeof value.metadata.taken === 'string' &&
  isPlainMap(value.collectors) &&
  isPlainMap(value.measurements);
