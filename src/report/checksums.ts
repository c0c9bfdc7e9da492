import { sha256 } from '../hash.ts';
import { compareText } from '../plain.ts';

/** What `sha256sum` would print for the files of a tree, in byte order of their paths, for `sha256sum --check` in its folder. */
export function checksums(files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, text]) => `${sha256(text)}  ${path}\n`)
    .join('');
}
