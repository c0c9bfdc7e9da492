import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderKinds, holds, parentOf, readEntry } from '../../src/io/read-entry.ts';

let root = '';
const server = createServer();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'read-entry-'));
  mkdirSync(join(root, 'folder/below'), { recursive: true });
  writeFileSync(join(root, 'file'), 'é');
  writeFileSync(join(root, 'script'), '#!/bin/sh\n');
  chmodSync(join(root, 'script'), 0o755);
  symlinkSync('file', join(root, 'link'));
  symlinkSync('folder', join(root, 'folder-link'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve));
});

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

it.each([
  ['file', { kind: 'file', bytes: Buffer.from('é'), executable: false }],
  ['script', { kind: 'file', bytes: Buffer.from('#!/bin/sh\n'), executable: true }],
  ['folder', { kind: 'folder' }],
  ['link', { kind: 'link' }],
  ['folder-link', { kind: 'link' }],
  ['pipe', { kind: 'other' }],
  ['socket', { kind: 'other' }],
  ['nothing', { kind: 'missing' }],
  ['file/below', { kind: 'missing' }],
])('%s is %o', (name, entry) => {
  expect(readEntry(join(root, name))).toEqual(entry);
});

it.each([
  ['file', 'é', true],
  ['file', 'è', false],
  ['file', 'e', false],
  ['script', '#!/bin/sh\n', true],
  ['link', 'é', false],
  ['nothing', '', false],
])('%s holds %j: %s', (name, text, expected) => {
  expect(holds(readEntry(join(root, name)), text)).toBe(expected);
});

it.each([
  ['a', ''],
  ['a/b', 'a'],
  ['a/b/c', 'a/b'],
  ['', ''],
])('%j is in %j', (path, folder) => {
  expect(parentOf(path)).toBe(folder);
});

describe('folderKinds', () => {
  it.each([
    ['', 'folder'],
    ['folder', 'folder'],
    ['folder/below', 'folder'],
    ['folder/new/deeper', 'missing'],
    ['file', 'other'],
    ['file/x', 'other'],
    ['folder-link', 'link'],
    ['folder-link/below', 'link'],
  ])('%j is %s', (path, kind) => {
    expect(folderKinds(root)(path)).toBe(kind);
  });
});
