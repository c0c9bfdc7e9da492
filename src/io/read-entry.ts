import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export type FolderKind = 'folder' | 'missing' | 'link' | 'other';

/** What stands at a path: a file with its bytes, or what else, or nothing. */
export type Entry =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly executable: boolean }
  | { readonly kind: FolderKind };

/** Reads what stands at a path without following a symbolic link there and without waiting for a pipe. */
export function readEntry(path: string): Entry {
  let handle: number;
  try {
    handle = openSync(path, FLAGS);
  } catch (error) {
    return withoutOpening(path, error as NodeJS.ErrnoException);
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { kind: stat.isDirectory() ? 'folder' : 'other' };
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(handle, bytes, length, bytes.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return { kind: 'file', bytes: bytes.subarray(0, length), executable: (stat.mode & 0o111) !== 0 };
  } finally {
    closeSync(handle);
  }
}

/** Whether a file is what we would write: the same bytes, and executable if it is a script. */
export function holds(entry: Entry, text: string): boolean {
  if (entry.kind !== 'file' || entry.bytes.length !== Buffer.byteLength(text)) return false;
  return entry.bytes.equals(Buffer.from(text)) && (entry.executable || !isScript(text) || WINDOWS);
}

/** A script is written with mode 0755, everything else with 0644. */
export const isScript = (text: string): boolean => text.startsWith('#!');

/**
 * Says of folders below `root`, by relative path, what they are; asks the disk once for each.
 *
 * `missing` also below a missing one. What lies behind a link or a file is called like that link or file.
 */
export function folderKinds(root: string): (relative: string) => FolderKind {
  const known = new Map<string, FolderKind>();
  return function kindOf(relative: string): FolderKind {
    let kind = known.get(relative);
    if (kind !== undefined) return kind;
    const parent = relative === '' ? 'folder' : kindOf(parentOf(relative));
    if (parent !== 'folder') kind = parent;
    else {
      const stat = lstatSync(join(root, relative), { throwIfNoEntry: false });
      if (stat === undefined) kind = 'missing';
      else if (stat.isSymbolicLink()) kind = 'link';
      else kind = stat.isDirectory() ? 'folder' : 'other';
    }
    known.set(relative, kind);
    return kind;
  };
}

/** The folder that a relative path written with `/` is in; the empty string is the tree itself. */
export function parentOf(relative: string): string {
  return relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
}

const WINDOWS = process.platform === 'win32';

// Windows has neither flag: there a link at the end of a path is followed.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function withoutOpening(path: string, error: NodeJS.ErrnoException): Entry {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { kind: 'missing' };
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return { kind: 'link' };
  if (stat?.isDirectory()) return { kind: 'folder' };
  if (stat?.isFile() ?? true) throw error;
  return { kind: 'other' };
}
