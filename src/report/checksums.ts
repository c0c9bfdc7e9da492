import { sha256 } from '../hash.ts';
import { compareText } from '../plain.ts';

/** The SHA-256 of every file of a tree, by path. */
export const hashesOf = (files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...files].map(([path, text]) => [path, sha256(text)]));

/** What `sha256sum` would print for the files of a tree, in byte order of their paths, for `sha256sum --check` in its folder. */
export function checksums(hashes: ReadonlyMap<string, string>): string {
  return [...hashes]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, hash]) => `${hash}  ${path}\n`)
    .join('');
}
