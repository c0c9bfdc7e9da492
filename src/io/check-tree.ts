import { join } from 'node:path';
import { throwProblems } from '../errors.ts';
import type { TreeArgs, TreeDifference } from '../ops/ports.ts';
import { confine } from './confine.ts';
import { folderKinds, holds, parentOf, readEntry } from './read-entry.ts';
import { formatTreeIndex, indexOf, parseTreeIndex, TREE_INDEX } from './tree-index.ts';
import { treePathProblems } from './tree-paths.ts';

/**
 * What `writeTree` would have to do to the same folder. Reads only, and compares texts, not dates. The tree's index is
 * looked at like a file of the tree.
 *
 * @throws CnsError PATH_REFUSED for paths that no tree can have
 */
export function checkTree({ root, name, files, hashes }: TreeArgs): TreeDifference {
  throwProblems([...treePathProblems([name]), ...treePathProblems(files.keys())]);
  const dir = confine(root, name);
  const kindOf = folderKinds(dir);
  const changed: string[] = [];
  const missing: string[] = [];
  const index = formatTreeIndex(indexOf(files, hashes));
  for (const [path, text] of [...files, [TREE_INDEX, index] as const]) {
    const entry = kindOf(parentOf(path)) === 'folder' ? readEntry(`${dir}/${path}`) : undefined;
    if (entry === undefined || entry.kind === 'missing') missing.push(path);
    else if (!holds(entry, text)) changed.push(path);
  }
  return { changed: changed.sort(), missing: missing.sort(), stale: staleFiles(dir, files, kindOf) };
}

function staleFiles(
  dir: string,
  files: ReadonlyMap<string, string>,
  kindOf: ReturnType<typeof folderKinds>,
): readonly string[] {
  const entry = kindOf('') === 'folder' ? readEntry(join(dir, TREE_INDEX)) : undefined;
  const index = entry?.kind === 'file' ? parseTreeIndex(entry.bytes.toString()) : undefined;
  return [...(index?.keys() ?? [])]
    .filter((path) => !files.has(path) && kindOf(parentOf(path)) === 'folder')
    .filter((path) => readEntry(join(dir, path)).kind === 'file')
    .sort();
}
