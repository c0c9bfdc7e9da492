import { sha256 } from '../hash.ts';
import { pathFault } from './confine.ts';

/** The name of the file in which a tree remembers what was written into it. */
export const TREE_INDEX = '.cnsctl-index.json';

/** Paths that start so, in a tree or beside it, are the writer's own. */
export const OWN_PREFIX = '.cnsctl-';

/**
 * Path to SHA-256 of what this program last wrote there. While a run is replacing files, a path has the hashes of both
 * texts, so that a run after a crash takes neither for an edit.
 */
export type TreeIndex = ReadonlyMap<string, readonly string[]>;

/** The index of a folder that holds exactly these files. Hashes that are known are not taken again. */
export function indexOf(
  files: ReadonlyMap<string, string>,
  hashes: ReadonlyMap<string, string> = new Map(),
): TreeIndex {
  return new Map([...files].map(([path, text]) => [path, [hashes.get(path) ?? sha256(text)]]));
}

/** The index as text, sorted byte-wise: the same files give the same bytes. */
export function formatTreeIndex(index: TreeIndex): string {
  const lines = [...index]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([path, hashes]) => `    ${JSON.stringify(path)}: ${JSON.stringify(hashes.length === 1 ? hashes[0] : hashes)}`,
    );
  return `{\n  "about": ${JSON.stringify(ABOUT)},\n  "version": 1,\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** The index that a text holds, or undefined if it holds none. Paths that leave the tree make it none: they would be removed. */
export function parseTreeIndex(text: string): TreeIndex | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMap(data) || data.version !== 1 || !isMap(data.files)) return undefined;
  const index = new Map<string, readonly string[]>();
  for (const [path, value] of Object.entries(data.files)) {
    const hashes: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (pathFault(path) !== undefined || path.startsWith(OWN_PREFIX) || !hashes.every(isHash)) return undefined;
    index.set(path, hashes);
  }
  return index;
}

const ABOUT = 'What cnsctl wrote here and may replace or remove. Generated; commit it with the tree.';

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
