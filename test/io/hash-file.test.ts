import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/hash.ts';
import { sha256File } from '../../src/io/hash-file.ts';

it.each([0, 1, 65_535, 65_536, 65_537, 200_000])('reads a file of %i bytes whole', (size) => {
  const folder = mkdtempSync(join(tmpdir(), 'hash-'));
  const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
  writeFileSync(join(folder, 'file'), bytes);
  expect(sha256File(join(folder, 'file'))).toBe(sha256(bytes));
  rmSync(folder, { recursive: true });
});
