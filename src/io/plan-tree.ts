import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { type Entry, type FolderKind, folderKinds, holds, parentOf, readEntry } from './read-entry.ts';
import { formatTreeIndex, parseTreeIndex, TREE_INDEX, type TreeIndex } from './tree-index.ts';
import { editedFile, foreignFile, linkedPath, lostIndex } from './tree-problems.ts';

/** What has to be done to a folder so that it holds certain files. Nothing has been done yet. */
export interface TreePlan {
  /** Why it cannot be done, sorted by path; when there is one, the rest of the plan is not to be used. */
  readonly problems: readonly Problem[];
  /** Paths, sorted byte-wise. */
  readonly write: readonly string[];
  readonly remove: readonly string[];
  /** Folders that files of ours were in and are no longer generated for, deepest first: to be removed if they are empty. */
  readonly leave: readonly string[];
  readonly unchanged: number;
  /** The index that the folder is to have in the end, and the one for as long as files are being replaced. */
  readonly index: string;
  indexMeanwhile(): string;
  readonly indexChanges: boolean;
  readonly isNew: boolean;
}

/** The index that a folder is to have in the end, and its text. */
export interface IndexAfter {
  readonly index: TreeIndex;
  readonly text: string;
}

/**
 * Compares the folder `dir` with `files`, of which `after` is the index.
 *
 * A file is ours if the folder's index names it. Ours are replaced and removed, unless they hold neither what was last
 * written nor what would be written now: somebody edited them, and only `force` overwrites that. A file of somebody else
 * is left alone, and one in our way stops the run even with `force`; one that holds the right text already becomes ours.
 */
export function planTree(dir: string, files: ReadonlyMap<string, string>, after: IndexAfter, force: boolean): TreePlan {
  const indexEntry = readEntry(join(dir, TREE_INDEX));
  const indexText = indexEntry.kind === 'file' ? indexEntry.bytes.toString() : '';
  const before = indexEntry.kind === 'missing' ? new Map<string, readonly string[]>() : parseTreeIndex(indexText);
  const ours: TreeIndex = before ?? new Map();

  const folder: Folder = { dir, kindOf: folderKinds(dir), ours, force };
  const removals = planRemovals(folder, files);
  const writes = planWrites(folder, files, new Set(removals.paths));
  const problems = [...(before === undefined ? [lostIndex(TREE_INDEX)] : []), ...removals.problems, ...writes.problems];
  return {
    problems: problems.sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1)),
    write: writes.paths.sort(),
    remove: removals.paths.sort(),
    leave: foldersToLeave(folder, files),
    unchanged: files.size - writes.paths.length,
    index: after.text,
    indexMeanwhile: () => formatTreeIndex(union(ours, after.index)),
    indexChanges: after.text !== indexText,
    isNew: folder.kindOf('') === 'missing',
  };
}

interface Folder {
  readonly dir: string;
  readonly kindOf: (relative: string) => FolderKind;
  readonly ours: TreeIndex;
  readonly force: boolean;
}

interface Part {
  readonly paths: string[];
  readonly problems: Problem[];
}

function planRemovals(folder: Folder, files: ReadonlyMap<string, string>): Part {
  const part: Part = { paths: [], problems: [] };
  for (const path of folder.ours.keys()) {
    if (files.has(path) || folder.kindOf(parentOf(path)) !== 'folder') continue;
    const entry = readEntry(`${folder.dir}/${path}`);
    if (entry.kind !== 'file') continue; // gone already, or something else has its name now
    if (folder.force || isOurText(folder, path, entry.bytes)) part.paths.push(path);
    else part.problems.push(editedFile(path, 'was edited, and is no longer generated, so that it would be removed'));
  }
  return part;
}

/** Also of files that are gone already: a run that crashed may have removed them and not come to their folders. */
function foldersToLeave({ kindOf, ours }: Folder, files: ReadonlyMap<string, string>): string[] {
  const folders = new Set<string>();
  for (const path of ours.keys()) {
    if (files.has(path)) continue;
    for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
      if (kindOf(folder) === 'folder') folders.add(folder);
    }
  }
  // A longer path is never above a shorter one.
  return [...folders].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function planWrites(folder: Folder, files: ReadonlyMap<string, string>, removed: ReadonlySet<string>): Part {
  const part: Part = { paths: [], problems: [] };
  const reported = new Set<string>();
  for (const [path, text] of files) {
    const inTheWay = obstacle(folder, path, removed);
    if (inTheWay !== undefined) {
      if (!reported.has(inTheWay)) part.problems.push(obstacleProblem(folder, inTheWay));
      reported.add(inTheWay);
      continue;
    }
    const hasFolder = folder.kindOf(parentOf(path)) === 'folder';
    const entry: Entry = hasFolder ? readEntry(`${folder.dir}/${path}`) : { kind: 'missing' };
    if (holds(entry, text)) continue;
    part.paths.push(path);
    part.problems.push(...overwriteProblems(folder, path, text, entry, removed));
  }
  return part;
}

/** Why what stands at `path` must not be replaced. */
function overwriteProblems(
  folder: Folder,
  path: string,
  text: string,
  entry: Entry,
  removed: ReadonlySet<string>,
): Problem[] {
  switch (entry.kind) {
    case 'missing':
      return [];
    case 'link':
      return [linkedPath(path)];
    case 'other':
      return [foreignFile(path)];
    case 'folder': {
      const other = firstForeign(folder.dir, path, removed);
      return other === undefined ? [] : [foreignFile(other)];
    }
    case 'file': {
      const rightText = entry.bytes.equals(Buffer.from(text)); // then only its mode is wrong
      if (rightText) return [];
      if (!folder.ours.has(path)) return [foreignFile(path)];
      return folder.force || isOurText(folder, path, entry.bytes) ? [] : [editedFile(path, 'was edited')];
    }
  }
}

const isOurText = ({ ours }: Folder, path: string, bytes: Buffer): boolean =>
  ours.get(path)?.includes(sha256(bytes)) ?? false;

/** The first part on the way to `path` that is no folder and no file of ours that will be gone. */
function obstacle({ kindOf }: Folder, path: string, removed: ReadonlySet<string>): string | undefined {
  const parent = kindOf(parentOf(path));
  if (parent === 'folder' || parent === 'missing') return undefined;
  if (kindOf('') !== 'folder') return '';
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
    const part = path.slice(0, end);
    if (kindOf(part) !== 'folder') return removed.has(part) ? undefined : part;
  }
  return undefined;
}

function obstacleProblem({ kindOf }: Folder, path: string): Problem {
  return kindOf(path) === 'link' ? linkedPath(path || '.') : foreignFile(path || '.');
}

/** Something in the folder that stays when the removed files are gone; the folder itself if it has nothing at all. */
function firstForeign(dir: string, folder: string, removed: ReadonlySet<string>): string | undefined {
  const names = readdirSync(join(dir, folder), { withFileTypes: true });
  if (names.length === 0) return folder;
  for (const name of names) {
    const path = `${folder}/${name.name}`;
    if (name.isDirectory()) {
      const other = firstForeign(dir, path, removed);
      if (other !== undefined) return other;
    } else if (!removed.has(path)) return path;
  }
  return undefined;
}

function union(a: TreeIndex, b: TreeIndex): TreeIndex {
  const both = new Map(a);
  for (const [path, hashes] of b) both.set(path, [...new Set([...(a.get(path) ?? []), ...hashes])]);
  return both;
}
