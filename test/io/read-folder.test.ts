import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFolder } from '../../src/io/read-folder.ts';
import { problemsOf } from '../ops/memory-io.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cns-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}

it('reads every file, sorted byte-wise, but for what belongs to Git', () => {
  write('b/c.yaml', 'c: 1\n');
  write('B.md', '\ufeffhello');
  write('a', '');
  write('.git/config', 'x');
  write('b/chart.tgz', Buffer.from([0x1f, 0x8b, 0x00, 0xff]));
  write('b/nul.txt', 'a\0b');
  const files = [...readFolder(dir)];
  expect(files.map(([path]) => path)).toEqual(['B.md', 'a', 'b/c.yaml', 'b/chart.tgz', 'b/nul.txt']);
  expect(Object.fromEntries(files)).toMatchObject({
    'B.md': { text: 'hello' },
    'b/c.yaml': { text: 'c: 1\n' },
    'b/chart.tgz': { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    'b/nul.txt': { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

it('refuses every link, wherever it leads', async () => {
  write('a.yaml', '');
  symlinkSync('a.yaml', join(dir, 'file'));
  symlinkSync('/etc', join(dir, 'folder'));
  symlinkSync('nowhere', join(dir, 'gone'));
  const problems = await problemsOf(() => readFolder(dir));
  expect(problems.map(({ code, message }) => [code, message])).toEqual(
    ['file', 'folder', 'gone'].map((name) => ['PATH_REFUSED', `${name} is a symbolic link`]),
  );
});

it.each([
  ['files', { maxFiles: 2 }, 'more than 2 files'],
  ['bytes', { maxBytes: 5 }, 'more than 5 bytes'],
  ['folders', { maxDepth: 1 }, 'folders more than 1 deep'],
])('has a limit of %s', async (_, options, message) => {
  for (const path of ['a/b/c.txt', 'd.txt', 'e.txt']) write(path, 'abc');
  const [problem] = await problemsOf(() => readFolder(dir, options));
  expect([problem?.code, problem?.message]).toEqual(['LIMIT_EXCEEDED', `${dir} has ${message}`]);
  expect(readFolder(dir, { maxFiles: 3, maxBytes: 9, maxDepth: 2 }).size).toBe(3);
});

it.each([
  ['gone', 'it does not exist'],
  ['file', 'it is no folder'],
])('%s is no folder', async (name, reason) => {
  write('file', '');
  const [problem] = await problemsOf(() => readFolder(join(dir, name)));
  expect(problem?.message).toBe(`${JSON.stringify(join(dir, name))} cannot be read: ${reason}`);
});
