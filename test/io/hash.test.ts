import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksums, sha256 } from '../../src/io/hash.ts';

it.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'], // FIPS 180-4, example B.1
  [new Uint8Array([0x61, 0x62, 0x63]), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
])('sha256 of %j', (data, expected) => {
  expect(sha256(data)).toBe(expected);
});

it('sha256 of a text is that of its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex'));
    }),
  );
});

it('checksums is sorted byte-wise and is accepted by sha256sum', () => {
  const files = new Map([
    ['b/a.yaml', 'x\n'],
    ['a', ''],
    ['B c', 'é'],
    ['b.yaml', '1'],
    ['é', '2'],
  ]);
  const text = checksums(files);
  expect(text.split('\n').map((line) => line.slice(66))).toEqual(['B c', 'a', 'b.yaml', 'b/a.yaml', 'é', '']);
  const root = mkdtempSync(join(tmpdir(), 'hash-'));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  writeFileSync(join(root, 'checksums.txt'), text);
  expect(execFileSync('sha256sum', ['--check', '--strict', 'checksums.txt'], { cwd: root, encoding: 'utf8' })).toBe(
    'B c: OK\na: OK\nb.yaml: OK\nb/a.yaml: OK\né: OK\n',
  );
  rmSync(root, { recursive: true });
});

it('checksums of no file is empty', () => {
  expect(checksums(new Map())).toBe('');
});

it('checksums refuses a path that the format would have to escape', () => {
  expect(() => checksums(new Map([['a\nb', '']]))).toThrow(
    new TypeError('no checksum line for "a\\nb": it has a control character'),
  );
});
