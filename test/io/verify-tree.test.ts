import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CnsError, type Problem } from '../../src/errors.ts';
import { sha256 } from '../../src/hash.ts';
import { verifyTree } from '../../src/io/verify-tree.ts';
import { writeTree } from '../../src/io/write-tree.ts';
import { checksums, hashesOf } from '../../src/report/checksums.ts';

let root = '';
const path = (name = ''): string => join(root, 'c1', name);
const files = new Map([
  ['a', '1'],
  ['b/c', '2'],
  ['d e', 'é'],
]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verify-tree-'));
  writeTree({ root, name: 'c1', files: new Map([...files, ['checksums.txt', checksums(hashesOf(files))]]) });
});

afterEach(() => rmSync(root, { recursive: true }));

function problems(): readonly Problem[] {
  try {
    verifyTree(path());
  } catch (error) {
    if (error instanceof CnsError) return error.problems;
    throw error;
  }
  return [];
}

it('accepts a tree as it was written, also without the index, and also with a list made by sha256sum', () => {
  const sound = { ok: true, changed: [], missing: [], unlisted: [] };
  expect(verifyTree(path())).toEqual(sound);
  unlinkSync(path('.cnsctl-index.json'));
  expect(verifyTree(path())).toEqual(sound);
  const list = execFileSync('sha256sum', ['--binary', 'a', 'd e', 'b/c'], { cwd: path() });
  writeFileSync(path('checksums.txt'), list);
  expect(verifyTree(path())).toEqual(sound);
});

it('names what was changed, removed and added', () => {
  appendFileSync(path('a'), ' ');
  unlinkSync(path('b/c'));
  writeFileSync(path('b/new'), '');
  writeFileSync(path('checksums.txt.bak'), '');
  expect(verifyTree(path())).toEqual({
    ok: false,
    changed: ['a'],
    missing: ['b/c'],
    unlisted: ['b/new', 'checksums.txt.bak'],
  });
});

it('reads files that are larger than one piece', () => {
  const big = 'x'.repeat(1_000_003);
  writeFileSync(path('a'), big);
  writeFileSync(path('checksums.txt'), checksums(hashesOf(new Map([...files, ['a', big]]))));
  expect(verifyTree(path()).ok).toBe(true);
});

describe('what is no list', () => {
  const hash = sha256('1');
  it('names every line that is none', () => {
    const lines = [
      `${hash}  a`,
      `${hash} a`,
      `${hash.slice(1)}  b`,
      '',
      `${hash}  ../../etc/passwd`,
      `${hash}  a`,
      `${hash}  checksums.txt`,
      `\\${hash}  a\\\\b`,
      `${hash}  a\r`,
      `${hash}  cut`,
    ];
    writeFileSync(path('checksums.txt'), lines.join('\n'));
    expect(problems().map(({ code, source, message }) => [code, source?.line, message])).toEqual([
      ['DOCUMENT_INVALID', 2, 'not a line of 64 hex digits, two blanks and a path'],
      ['DOCUMENT_INVALID', 3, 'not a line of 64 hex digits, two blanks and a path'],
      ['DOCUMENT_INVALID', 4, 'not a line of 64 hex digits, two blanks and a path'],
      ['DOCUMENT_INVALID', 5, 'the path "../../etc/passwd" is refused: it leaves its folder with ..'],
      ['DOCUMENT_INVALID', 6, '"a" is listed twice'],
      ['DOCUMENT_INVALID', 7, 'checksums.txt cannot be in the list'],
      ['DOCUMENT_INVALID', 8, 'not a line of 64 hex digits, two blanks and a path'],
      ['DOCUMENT_INVALID', 9, 'not a line of 64 hex digits, two blanks and a path'],
      ['DOCUMENT_INVALID', 10, 'the last line has no line feed: the list was cut'],
    ]);
  });

  it('refuses an empty list', () => {
    writeFileSync(path('checksums.txt'), '');
    expect(problems().map((p) => p.message)).toEqual(['the list is empty']);
  });

  it.each([
    ['list', 'checksums.txt'],
    ['folder', ''],
  ])('refuses a missing %s', (_, name) => {
    rmSync(path(name), { recursive: true });
    expect(problems().map(({ code, message }) => [code, message])).toEqual([
      ['DOCUMENT_UNREADABLE', `"${path('checksums.txt')}" cannot be read: it does not exist`],
    ]);
  });
});

it('refuses links and pipes, and names them all', () => {
  symlinkSync('a', path('link'));
  mkdirSync(path('f'));
  symlinkSync(root, path('f/out'));
  execFileSync('mkfifo', [path('pipe')]);
  const found = problems().map(({ code, message }) => `${code} ${message}`);
  expect(found.sort()).toEqual([
    'PATH_REFUSED f/out is a symbolic link',
    'PATH_REFUSED link is a symbolic link',
    'PATH_REFUSED pipe is no file',
  ]);
});

it('refuses a list that is a link', () => {
  unlinkSync(path('checksums.txt'));
  symlinkSync('a', path('checksums.txt'));
  expect(problems().map((p) => p.message)).toEqual(['checksums.txt is a symbolic link']);
});
