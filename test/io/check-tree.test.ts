import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { checkTree } from '../../src/io/check-tree.ts';
import { writeTree } from '../../src/io/write-tree.ts';

let root = '';
const INDEX = '.cnsctl-index.json';
const files = new Map([
  ['a', '1'],
  ['b/c', '2'],
  ['run', '#!/bin/sh\n'],
]);
const path = (name: string): string => join(root, 'c1', name);
const check = (wanted: ReadonlyMap<string, string>) => checkTree({ root, name: 'c1', files: wanted });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'check-tree-'));
  writeTree({ root, name: 'c1', files });
});

afterEach(() => rmSync(root, { recursive: true }));

it('finds nothing in a tree that was just written, and leaves it alone', () => {
  const before = statSync(path('')).mtimeMs;
  writeFileSync(path('b/foreign'), 'x');
  expect(check(files)).toEqual({ changed: [], missing: [], stale: [] });
  expect(statSync(path('')).mtimeMs).toBe(before);
});

it('finds what is generated differently now, and what no longer is', () => {
  const wanted = new Map([...files, ['a', 'new'], ['d', '']]);
  wanted.delete('b/c');
  expect(check(wanted)).toEqual({ changed: [INDEX, 'a'], missing: ['d'], stale: ['b/c'] });
});

describe.each([
  ['an edit', () => writeFileSync(path('a'), '2'), { changed: ['a'], missing: [] }],
  ['an edit of the index', () => writeFileSync(path(INDEX), '{}'), { changed: [INDEX], missing: [] }],
  ['a deleted file', () => unlinkSync(path('b/c')), { changed: [], missing: ['b/c'] }],
  ['a script that is not executable', () => chmodSync(path('run'), 0o644), { changed: ['run'], missing: [] }],
  [
    'a link with the right text behind it',
    () => {
      unlinkSync(path('a'));
      writeFileSync(path('elsewhere'), '1');
      symlinkSync('elsewhere', path('a'));
    },
    { changed: ['a'], missing: [] },
  ],
  [
    'a folder behind a link',
    () => {
      rmSync(path('b'), { recursive: true });
      symlinkSync(root, path('b'));
    },
    { changed: [], missing: ['b/c'] },
  ],
  ['no tree at all', () => rmSync(path(''), { recursive: true }), { changed: [], missing: [INDEX, 'a', 'b/c', 'run'] }],
])('%s', (_, change, expected) => {
  it('is found', () => {
    change();
    expect(check(files)).toEqual({ ...expected, stale: [] });
  });
});

it('is empty exactly when writeTree has nothing to do', () => {
  writeFileSync(path('a'), '2');
  expect(check(files).changed).toEqual(['a']);
  writeTree({ root, name: 'c1', files, force: true });
  expect(check(files)).toEqual({ changed: [], missing: [], stale: [] });
});

it('refuses paths that no tree can have', () => {
  expect(() => check(new Map([['../x', '']]))).toThrow(CnsError);
  expect(() => checkTree({ root, name: '..', files })).toThrow('no file can be written at "..": it leaves its folder');
});
