import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checksums, hashesOf } from '../../src/report/checksums.ts';

it('checksums is sorted byte-wise and is accepted by sha256sum', () => {
  const files = new Map([
    ['b/a.yaml', 'x\n'],
    ['a', ''],
    ['B c', 'é'],
    ['b.yaml', '1'],
    ['é', '2'],
  ]);
  const text = checksums(hashesOf(files));
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
