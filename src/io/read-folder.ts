import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CnsError, type Problem, throwProblems } from '../errors.ts';
import type { FolderFile } from '../ops/ports.ts';
import { compareText } from '../plain.ts';
import { readEntry } from './read-entry.ts';

export interface ReadFolderOptions {
  /** @default 20000 */
  readonly maxFiles?: number;
  /** Of all files together. Unit: bytes. @default 256 MiB */
  readonly maxBytes?: number;
  /** Folders below folders. @default 30 */
  readonly maxDepth?: number;
}

/**
 * Every file below a folder, by path with `/`, sorted byte-wise. `.git` folders are passed by. A link could lead anywhere, so that none
 * is followed.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` for what is no folder; `PATH_REFUSED` with every symbolic link, pipe and the like;
 * `LIMIT_EXCEEDED`
 */
export function readFolder(
  folder: string,
  { maxFiles = 20_000, maxBytes = 256 * 1024 * 1024, maxDepth = 30 }: ReadFolderOptions = {},
): ReadonlyMap<string, FolderFile> {
  const problems: Problem[] = [];
  const paths: string[] = [];
  const list = (below: string, depth: number): void => {
    if (depth > maxDepth) throw tooLarge(`${folder} has folders more than ${maxDepth} deep`);
    for (const entry of entriesIn(join(folder, below), folder)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git') list(path, depth + 1);
      } else if (entry.isFile()) paths.push(path);
      else problems.push(refused(path, entry.isSymbolicLink() ? 'is a symbolic link' : 'is no file'));
      if (paths.length > maxFiles) throw tooLarge(`${folder} has more than ${maxFiles} files`);
    }
  };
  list('', 0);
  const files = new Map<string, FolderFile>();
  let size = 0;
  for (const path of paths.sort(compareText)) {
    size += lstatSync(join(folder, path)).size;
    if (size > maxBytes) throw tooLarge(`${folder} has more than ${maxBytes} bytes`);
    const entry = readEntry(join(folder, path));
    if (entry.kind === 'file') files.set(path, contentOf(entry.bytes));
    else problems.push(refused(path, 'was replaced while the folder was read'));
  }
  throwProblems(problems);
  return files;
}

/** A NUL character makes a file something else than text, as for Git and diff. */
function contentOf(bytes: Buffer): FolderFile {
  if (isUtf8(bytes) && !bytes.includes(0)) return { text: bytes.toString('utf8').replace(/^\ufeff/, '') };
  return { sha256: createHash('sha256').update(bytes).digest('hex') };
}

function entriesIn(path: string, folder: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new CnsError(
      {
        code: 'DOCUMENT_UNREADABLE',
        message: `${JSON.stringify(folder)} cannot be read: ${reason}`,
        hint: 'check the path',
      },
      { cause: error },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
};

const refused = (path: string, what: string): Problem => ({
  code: 'PATH_REFUSED',
  path,
  message: `${path} ${what}`,
  hint: 'compare folders that hold real files',
});

const tooLarge = (message: string): CnsError =>
  new CnsError({ code: 'LIMIT_EXCEEDED', message, hint: 'compare a part of it' });
