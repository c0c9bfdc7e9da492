import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskPorts } from '../../src/io/ports.ts';
import type { Io } from '../../src/ops/ports.ts';
import { problemsOf } from '../ops/memory-io.ts';

let cwd: string;
let io: Io;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cns-ports-'));
  io = diskPorts({ cwd, stdin: () => 'from stdin' });
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('writeFile', () => {
  it('makes the folders on its way and leaves nothing beside the file', () => {
    io.writeFile('a/b/c.yaml', 'x: 1\n');
    expect([readFileSync(join(cwd, 'a/b/c.yaml'), 'utf8'), readdirSync(join(cwd, 'a/b'))]).toEqual([
      'x: 1\n',
      ['c.yaml'],
    ]);
  });

  it('replaces a file only when told', async () => {
    io.writeFile('f', '1');
    const [problem] = await problemsOf(() => io.writeFile('f', '2'));
    expect([problem?.code, problem?.message]).toEqual(['PATH_REFUSED', 'f is there already']);
    io.writeFile('f', '2', { replace: true });
    expect(readFileSync(join(cwd, 'f'), 'utf8')).toBe('2');
  });

  it.each([
    ['a symbolic link', (path: string) => symlinkSync('/etc/hostname', path), 'f is a symbolic link'],
    ['a link to nothing', (path: string) => symlinkSync('gone', path), 'f is a symbolic link'],
    ['a folder', (path: string) => mkdirSync(path), 'f is a folder'],
  ])('refuses %s, even when told to replace', async (_, make, message) => {
    make(join(cwd, 'f'));
    const [problem] = await problemsOf(() => io.writeFile('f', 'x', { replace: true }));
    expect([problem?.code, problem?.message]).toEqual(['PATH_REFUSED', message]);
  });

  it('says why the disk refuses', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const [problem] = await problemsOf(() => io.writeFile('file/below', 'x'));
    expect(problem?.code).toBe('PATH_REFUSED');
  });
});

it('- is the standard input', () => {
  expect(io.readText('-')).toBe('from stdin');
});

it('lists YAML files, not folders and not others', () => {
  for (const name of ['b.yaml', 'a.yml', 'c.txt']) writeFileSync(join(cwd, name), '');
  mkdirSync(join(cwd, 'd.yaml'));
  expect([io.yamlFiles('.'), io.yamlFiles('nowhere'), io.isFile('b.yaml'), io.isFile('d.yaml')]).toEqual([
    ['a.yml', 'b.yaml'],
    [],
    true,
    false,
  ]);
});

it('knows the trees that it wrote from other folders', () => {
  io.writeTree({ root: 'dist', name: 'prod', files: new Map([['f', '1']]) });
  mkdirSync(join(cwd, 'dist/other'));
  expect([
    io.trees('dist'),
    io.trees('nowhere'),
    io.readTreeFile('dist', 'prod', 'f'),
    io.readTreeFile('dist', 'prod', 'g'),
  ]).toEqual([['prod'], [], '1', undefined]);
});

describe('folders', () => {
  it('are told from files, and their names are sorted', () => {
    io.writeFile('d/b.yaml', '');
    io.writeFile('d/a/x', '');
    expect([io.isFolder('d'), io.isFolder('d/b.yaml'), io.isFolder('gone')]).toEqual([true, false, false]);
    expect([io.namesIn('d'), io.namesIn('gone')]).toEqual([['a', 'b.yaml'], []]);
    expect([...io.readFolder('d').keys()]).toEqual(['a/x', 'b.yaml']);
  });

  it('texts have a limit that a caller may lift', async () => {
    io.writeFile('f', 'abc');
    const [problem] = await problemsOf(() => io.readText('f', { maxBytes: 2 }));
    expect([problem?.code, io.readText('f', { maxBytes: 3 })]).toEqual(['LIMIT_EXCEEDED', 'abc']);
  });
});
