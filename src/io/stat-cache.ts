import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sha256 } from '../hash.ts';
import type { TreeCache } from '../ops/ports.ts';
import { readEntry } from './read-entry.ts';
import { replacePrivate } from './replace-private.ts';
import { TREE_INDEX } from './tree-index.ts';

/**
 * Remembers outside the trees what their files looked like, so that a second run need not synthesize or read them.
 *
 * A file counts as untouched when size, dates, inode and mode are as they were. That is not enough for one that changed
 * shortly before it was noted: a second change within the tick of the file system's clock would leave all of them as
 * they are. Such an entry is not trusted; the file is read and hashed each time, until its date is old enough. The same
 * goes for a file whose dates changed, so that a fresh clone or a `touch` costs one reading and no more.
 *
 * One file a tree, mode 0600. A file that is missing, damaged, of another version or of another user counts as empty.
 */
export function openStatCache(cacheDir: string): TreeCache {
  const folder = join(cacheDir, 'trees');
  const trees = new Map<string, Tree | undefined>();
  const unsaved = new Set<string>();
  const fileOf = (dir: string): string => join(folder, `${sha256(dir).slice(0, 32)}.json`);

  return {
    fresh(treeDir, inputDigest) {
      const dir = resolve(treeDir);
      if (!trees.has(dir)) trees.set(dir, load(fileOf(dir), dir));
      const tree = trees.get(dir);
      if (tree === undefined || tree.inputs !== inputDigest) return false;
      let looked = false;
      const files: FileStat[] = [];
      for (const known of tree.files) {
        const now = look(dir, known);
        if (now === undefined) return false;
        looked ||= now !== known;
        files.push(now);
      }
      if (looked) {
        trees.set(dir, { ...tree, files });
        unsaved.add(dir);
      }
      return true;
    },

    remember(treeDir, inputDigest, given) {
      const dir = resolve(treeDir);
      const stats: FileStat[] = [];
      const index = readEntry(join(dir, TREE_INDEX));
      const hashes = [...given];
      if (index.kind === 'file') hashes.push([TREE_INDEX, sha256(index.bytes)]);
      for (const [path, hash] of hashes) {
        const stat = statOf(dir, path, hash);
        if (stat !== undefined) stats.push(stat);
      }
      // A file that is not there now is a reason to write the tree again, not one to remember the rest.
      trees.set(dir, stats.length === hashes.length ? { tree: dir, inputs: inputDigest, files: stats } : undefined);
      unsaved.add(dir);
    },

    save() {
      try {
        if (unsaved.size > 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const dir of unsaved) {
          const tree = trees.get(dir);
          if (tree === undefined) rmSync(fileOf(dir), { force: true });
          else replacePrivate(fileOf(dir), JSON.stringify({ version: VERSION, ...tree }));
        }
        unsaved.clear();
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
        return false;
      }
    },
  };
}

const VERSION = 1;

interface Tree {
  /** The tree's absolute path, against files that were moved or copied. */
  readonly tree: string;
  readonly inputs: string;
  readonly files: readonly FileStat[];
}

/** A list, not a map, as 60,000 of them are read in one run. Dates are in milliseconds with a fraction, as Node gives them. */
type FileStat = readonly [
  path: string,
  sha256: string,
  size: number,
  mtimeMs: number,
  ctimeMs: number,
  ino: number,
  mode: number,
  trusted: boolean,
];

/** The file as it is now if it still holds the text that `known` tells of: `known` itself if there was no need to read it. */
function look(dir: string, known: FileStat): FileStat | undefined {
  const [path, hash] = known;
  const now = statOf(dir, path, hash);
  if (now === undefined || now[2] !== known[2] || now[6] !== known[6]) return undefined;
  if (known[7] && now[3] === known[3] && now[4] === known[4] && now[5] === known[5]) return known;
  const entry = readEntry(join(dir, path));
  return entry.kind === 'file' && sha256(entry.bytes) === hash ? now : undefined;
}

function statOf(dir: string, path: string, hash: string): FileStat | undefined {
  const startMs = Date.now();
  const stat = lstatSync(`${dir}/${path}`, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  const { size, mtimeMs, ctimeMs, ino, mode } = stat;
  return [path, hash, size, mtimeMs, ctimeMs, ino, mode, isOld(mtimeMs, startMs) && isOld(ctimeMs, startMs)];
}

/**
 * Whether a change from `nowMs` on would get another date than `dateMs`, by a wide margin. File systems tick in 10 ms or
 * less (ext4, XFS, APFS, NTFS), in 1 s (HFS+, NFSv2) or in 2 s (FAT); the latter two show whole seconds only.
 */
function isOld(dateMs: number, nowMs: number): boolean {
  return dateMs + (dateMs % 1000 === 0 ? 2500 : 50) < nowMs;
}

function load(file: string, dir: string): Tree | undefined {
  try {
    const handle = openSync(file, 'r');
    try {
      if (process.getuid !== undefined && fstatSync(handle).uid !== process.getuid()) return undefined;
      const data = JSON.parse(readFileSync(handle, 'utf8'));
      const sound =
        data?.version === VERSION && data.tree === dir && typeof data.inputs === 'string' && Array.isArray(data.files);
      return sound && data.files.every(isFileStat) ? { tree: dir, inputs: data.inputs, files: data.files } : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

function isFileStat(value: unknown): value is FileStat {
  if (!Array.isArray(value) || value.length !== 8) return false;
  const [path, hash, ...numbers] = value;
  const trusted = numbers.pop();
  return (
    typeof path === 'string' &&
    typeof hash === 'string' &&
    typeof trusted === 'boolean' &&
    numbers.every((n) => typeof n === 'number')
  );
}
