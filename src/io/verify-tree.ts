import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, throwProblems } from '../errors.ts';
import type { TreeVerdict } from '../ops/ports.ts';
import { pathFault } from './confine.ts';
import { sha256File } from './hash-file.ts';
import { readDocument } from './read-document.ts';
import { TREE_INDEX } from './tree-index.ts';
import { linkedPath } from './tree-problems.ts';

/** The list that every tree carries, in the format of `sha256sum`. */
export const CHECKSUMS = 'checksums.txt';

/**
 * Holds a folder against its `checksums.txt`. Needs nothing else, so it works on a copy anywhere.
 *
 * It shows that the files belong to the list, not who made the list: whoever can replace the one can replace the other.
 *
 * @throws CnsError DOCUMENT_UNREADABLE without a list; DOCUMENT_INVALID for lines that are none, two for one path, or an
 * empty list; PATH_REFUSED for symbolic links, pipes and the like in the folder
 */
export function verifyTree(dir: string): TreeVerdict {
  const present = new Set<string>();
  const problems: Problem[] = [];
  list(dir, '', present, problems);
  throwProblems(problems);
  const listed = parseChecksums(join(dir, CHECKSUMS));
  const changed: string[] = [];
  const missing: string[] = [];
  for (const [path, hash] of listed) {
    if (!present.has(path)) missing.push(path);
    else if (sha256File(join(dir, path)) !== hash) changed.push(path);
  }
  const unlisted = [...present].filter((path) => !listed.has(path) && path !== CHECKSUMS && path !== TREE_INDEX);
  return {
    ok: changed.length + missing.length + unlisted.length === 0,
    changed: changed.sort(),
    missing: missing.sort(),
    unlisted: unlisted.sort(),
  };
}

function list(dir: string, folder: string, files: Set<string>, problems: Problem[]): void {
  let names: ReturnType<typeof namesIn>;
  try {
    names = namesIn(join(dir, folder));
  } catch (error) {
    // A missing folder is told by its missing list, in the words of every other file that cannot be read.
    if (folder === '' && ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    throw error;
  }
  for (const entry of names) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) list(dir, path, files, problems);
    else if (entry.isFile()) files.add(path);
    else if (entry.isSymbolicLink()) problems.push(linkedPath(path));
    else problems.push({ code: 'PATH_REFUSED', message: `${path} is no file`, hint: 'delete it', path });
  }
}

const namesIn = (folder: string) => readdirSync(folder, { withFileTypes: true });

function parseChecksums(file: string): ReadonlyMap<string, string> {
  const lines = readDocument(file).split('\n');
  const last = lines.pop();
  const listed = new Map<string, string>();
  const problems: Problem[] = [];
  const bad = (line: number, message: string): void => {
    problems.push({ code: 'DOCUMENT_INVALID', message, hint: HINT, source: { file, line, column: 1 } });
  };
  lines.forEach((line, i) => {
    // A blank or a star after the first blank: sha256sum's text and binary mode, which are the same here.
    const [, hash, path] = /^([0-9a-fA-F]{64}) [ *](.+)$/.exec(line) ?? [];
    if (hash === undefined || path === undefined) bad(i + 1, 'not a line of 64 hex digits, two blanks and a path');
    else if (pathFault(path) !== undefined)
      bad(i + 1, `the path ${JSON.stringify(path)} is refused: ${pathFault(path)}`);
    else if (path === CHECKSUMS || path === TREE_INDEX) bad(i + 1, `${path} cannot be in the list`);
    else if (listed.has(path)) bad(i + 1, `${JSON.stringify(path)} is listed twice`);
    else listed.set(path, hash.toLowerCase());
  });
  if (last !== '') bad(lines.length + 1, 'the last line has no line feed: the list was cut');
  else if (lines.length === 0) bad(1, 'the list is empty');
  throwProblems(problems);
  return listed;
}

const HINT = 'restore the list, or write the tree again';
