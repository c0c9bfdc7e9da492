import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../src/ops/unified-diff.ts';

it.each<[string, string | undefined, string | undefined, string]>([
  ['equal texts', 'a\n', 'a\n', ''],
  ['a new file', undefined, 'a\n', '--- /dev/null\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n'],
  ['a file that goes', 'a\n', undefined, '--- a/f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n'],
  [
    'one line among many',
    '1\n2\n3\n4\n5\n6\n7\n8\n9\n',
    '1\n2\n3\n4\nX\n6\n7\n8\n9\n',
    '--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n',
  ],
  ['a missing last line feed', 'a\n', 'a', '--- a/f\n+++ b/f\n@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file\n'],
])('%s', (_, before, after, expected) => {
  expect(unifiedDiff('f', before, after)).toBe(expected);
});

const hasPatch = spawnSync('patch', ['--version']).status === 0;
if (!hasPatch) console.log('skipped: patch is not installed, the round trip of diffs is not tried');

it.runIf(hasPatch)('is what patch(1) applies, for any two texts', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cns-diff-'));
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'x: y'), { maxLength: 30 });
  const text = lines.map((all) => all.map((line) => `${line}\n`).join(''));
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        const file = join(dir, 'f');
        writeFileSync(file, before);
        const { status, stderr, stdout } = spawnSync('patch', ['--silent', file], {
          input: unifiedDiff('f', before, after),
        });
        expect(`${status}${stderr}${stdout}`).toBe('0');
        expect(readFileSync(file, 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
});
