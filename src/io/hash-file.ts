import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

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
