import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { pathFault } from './confine.ts';

/** SHA-256 of bytes, or of a text's UTF-8 bytes, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 of a file's bytes, read piece by piece: the file may be larger than memory. */
export function sha256File(path: string): string {
  const sum = createHash('sha256');
  const piece = Buffer.allocUnsafe(64 * 1024);
  const handle = openSync(path, 'r');
  try {
    for (let count = -1; count !== 0; ) {
      count = readSync(handle, piece, 0, piece.length, null);
      sum.update(piece.subarray(0, count));
    }
  } finally {
    closeSync(handle);
  }
  return sum.digest('hex');
}

/**
 * What `sha256sum` would print for the files, sorted byte-wise by path, for `sha256sum --check` in the tree's folder.
 *
 * @throws TypeError for a path that the format would have to escape; no tree holds such a path
 */
export function checksums(files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => {
      const fault = pathFault(path);
      if (fault !== undefined) throw new TypeError(`no checksum line for ${JSON.stringify(path)}: ${fault}`);
      return `${sha256(text)}  ${path}\n`;
    })
    .join('');
}
