import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { lockTree } from '../../src/io/lock-tree.ts';
import { writeTree } from '../../src/io/write-tree.ts';
import type { WriteTreeArgs } from '../../src/ops/ports.ts';

/** Counts the calls that change the disk; makes one of them fail, or, as a crash does, that one and all after it. */
const disk = vi.hoisted(() => ({ calls: 0, failAt: 0, crash: false }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const faulty = <F extends (...args: never[]) => unknown>(call: F, counts: (flags: unknown) => boolean = () => true) =>
    ((...args: Parameters<F>) => {
      if (disk.failAt > 0 && counts(args[1])) {
        disk.calls += 1;
        if (disk.calls === disk.failAt || (disk.crash && disk.calls > disk.failAt)) {
          throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: args[0] });
        }
      }
      return call(...args);
    }) as F;
  return {
    ...fs,
    openSync: faulty(fs.openSync, (flags) => flags === 'wx'),
    writeFileSync: faulty(fs.writeFileSync),
    renameSync: faulty(fs.renameSync),
    linkSync: faulty(fs.linkSync),
    copyFileSync: faulty(fs.copyFileSync),
    unlinkSync: faulty(fs.unlinkSync),
    mkdirSync: faulty(fs.mkdirSync),
    rmdirSync: faulty(fs.rmdirSync),
    rmSync: faulty(fs.rmSync),
    chmodSync: faulty(fs.chmodSync),
    fchmodSync: faulty(fs.fchmodSync),
  };
});

let root = '';
const INDEX = '.cnsctl-index.json';
const dir = (path = ''): string => join(root, 'c1', path);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'write-tree-'));
});

afterEach(() => {
  Object.assign(disk, { calls: 0, failAt: 0, crash: false });
  rmSync(root, { recursive: true, force: true });
});

const write = (files: Record<string, string>, more: Partial<WriteTreeArgs> = {}) =>
  writeTree({ root, name: 'c1', files: new Map(Object.entries(files)), ...more });

function put(path: string, text: string): void {
  mkdirSync(dirname(dir(path)), { recursive: true });
  writeFileSync(dir(path), text);
}

/** Every file of a folder with its text, and every empty folder as `name/`. */
function contents(folder: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) found[prefix + entry.name] = entry.isFile() ? readFileSync(path, 'utf8') : '(no file)';
    else if (readdirSync(path).length === 0) found[`${prefix}${entry.name}/`] = '';
    else Object.assign(found, contents(path, `${prefix}${entry.name}/`));
  }
  return found;
}

function tree(): Record<string, string> {
  const files = contents(dir());
  delete files[INDEX];
  return files;
}

function problems(run: () => unknown): [code: string, path: string | undefined, message: string][] {
  try {
    run();
  } catch (error) {
    if (error instanceof CnsError) return error.problems.map((p) => [p.code, p.path, p.message]);
    throw error;
  }
  return [];
}

describe('what is written', () => {
  it('makes a new tree, then writes only what changed and removes only what it wrote', () => {
    expect(write({ 'b/x.yaml': '1', a: '2', 'b/c/d': '3' })).toEqual({
      written: ['a', 'b/c/d', 'b/x.yaml'],
      removed: [],
      unchanged: 0,
    });
    const inode = statSync(dir('a')).ino;
    put('foreign/file', 'mine');
    put('b/foreign', 'mine');
    expect(write({ a: '2', 'b/x.yaml': 'new', 'e/f': '4' })).toEqual({
      written: ['b/x.yaml', 'e/f'],
      removed: ['b/c/d'],
      unchanged: 1,
    });
    expect(tree()).toEqual({ a: '2', 'b/x.yaml': 'new', 'e/f': '4', 'foreign/file': 'mine', 'b/foreign': 'mine' });
    expect(statSync(dir('a')).ino).toBe(inode);
    expect(readdirSync(root)).toEqual(['c1']);
  });

  it('touches nothing when nothing differs', () => {
    write({ a: '1', 'b/c': '2' });
    const before = [statSync(root).mtimeMs, ...['', 'a', 'b', 'b/c', INDEX].map((path) => statSync(dir(path)).ctimeMs)];
    expect(write({ a: '1', 'b/c': '2' })).toEqual({ written: [], removed: [], unchanged: 2 });
    expect([
      statSync(root).mtimeMs,
      ...['', 'a', 'b', 'b/c', INDEX].map((path) => statSync(dir(path)).ctimeMs),
    ]).toEqual(before);
  });

  it('writes the same index whatever the order of the files', () => {
    write({ b: '1', 'a/c': '2', C: 'x' });
    const first = readFileSync(dir(INDEX), 'utf8');
    rmSync(dir(), { recursive: true });
    write({ 'a/c': '2', C: 'x', b: '1' });
    expect(readFileSync(dir(INDEX), 'utf8')).toBe(first);
    expect(Object.keys(JSON.parse(first).files)).toEqual(['C', 'a/c', 'b']);
  });

  it('takes a tree in folders below the root, and an empty tree', () => {
    expect(write({ a: '1' }, { name: 'prod/eu/c1' }).written).toEqual(['a']);
    expect(contents(root)).toMatchObject({ 'prod/eu/c1/a': '1' });
    expect(write({}, { name: 'prod/eu/c1' }).removed).toEqual(['a']);
    expect(Object.keys(contents(root))).toEqual([`prod/eu/c1/${INDEX}`]);
  });

  it('gives files 0644, scripts 0755 and folders 0755 whatever the umask', () => {
    const umask = process.umask(0o077);
    try {
      write({ 'a/b': 'x', 'a/run': '#!/bin/sh\n' });
      write({ 'a/b': 'y', 'a/run': '#!/bin/sh\n', 'c/run2': '#!/bin/sh\n' });
    } finally {
      process.umask(umask);
    }
    const mode = (path: string): string => (statSync(dir(path)).mode & 0o777).toString(8);
    expect(['', 'a', 'c', 'a/b', 'a/run', 'c/run2', INDEX].map(mode)).toEqual([
      '755',
      '755',
      '755',
      '644',
      '755',
      '755',
      '644',
    ]);
  });

  it('makes a script executable again', () => {
    write({ run: '#!/bin/sh\n', b: '1' });
    chmodSync(dir('run'), 0o644);
    expect(write({ run: '#!/bin/sh\n', b: '1' }).written).toEqual(['run']);
    expect(statSync(dir('run')).mode & 0o777).toBe(0o755);
  });

  it('writes a file again that was deleted', () => {
    write({ 'a/b': '1', c: '2' });
    rmSync(dir('a'), { recursive: true });
    expect(write({ 'a/b': '1', c: '2' }).written).toEqual(['a/b']);
  });

  it('turns a file of ours into a folder, and back', () => {
    write({ a: '1' });
    expect(write({ 'a/b/c': '2' })).toEqual({ written: ['a/b/c'], removed: ['a'], unchanged: 0 });
    expect(write({ a: '3' })).toEqual({ written: ['a'], removed: ['a/b/c'], unchanged: 0 });
    expect(tree()).toEqual({ a: '3' });
  });

  it('takes over a file of others that holds the right text already', () => {
    put('a', '1');
    expect(write({ a: '1', b: '2' })).toEqual({ written: ['b'], removed: [], unchanged: 1 });
    expect(write({})).toEqual({ written: [], removed: ['a', 'b'], unchanged: 0 });
  });

  it('always ends with exactly the files asked for', () => {
    const pool = ['a', 'a/b', 'a/b/c', 'b', 'd/e', 'd/f/g', 'd/f/h', '1', '__proto__'];
    const files = fc
      .dictionary(fc.constantFrom(...pool), fc.constantFrom('', 'x', 'y', '#!z'), { maxKeys: 6, noNullPrototype: true })
      .filter((map) => !Object.keys(map).some((p) => Object.keys(map).some((q) => q.startsWith(`${p}/`))));
    fc.assert(
      fc.property(fc.array(files, { minLength: 1, maxLength: 5 }), (sequence) => {
        rmSync(dir(), { recursive: true, force: true });
        for (const wanted of sequence) {
          const { written, unchanged } = write(wanted);
          expect(written.length + unchanged).toBe(Object.keys(wanted).length);
          expect(new Map(Object.entries(tree()))).toEqual(new Map(Object.entries(wanted)));
        }
        expect(write(sequence.at(-1) ?? {}).written).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('edits and foreign files', () => {
  it('names every edited file and writes nothing', () => {
    write({ a: '1', b: '1', 'c/d': '1', e: '1' });
    put('a', 'edited');
    put('c/d', 'edited');
    const before = contents(root);
    expect(problems(() => write({ a: '2', b: '2', e: '1' }))).toEqual([
      ['TREE_EDITED', 'a', 'a was edited'],
      ['TREE_EDITED', 'c/d', 'c/d was edited, and is no longer generated, so that it would be removed'],
    ]);
    expect(contents(root)).toEqual(before);
  });

  it('refuses an edit even where nothing new would be written', () => {
    write({ a: '1' });
    put('a', 'edited');
    expect(problems(() => write({ a: '1' }))).toEqual([['TREE_EDITED', 'a', 'a was edited']]);
  });

  it('does not mind an edit that says what would be written', () => {
    write({ a: '1' });
    put('a', '2');
    expect(write({ a: '2' })).toEqual({ written: [], removed: [], unchanged: 1 });
    expect(write({ a: '3' }).written).toEqual(['a']);
  });

  it('overwrites and removes edited files with force', () => {
    write({ a: '1', b: '1' });
    put('a', 'edited');
    put('b', 'edited');
    expect(write({ a: '2' }, { force: true })).toEqual({ written: ['a'], removed: ['b'], unchanged: 0 });
    expect(tree()).toEqual({ a: '2' });
  });

  it.each([
    ['a file', () => put('a', 'mine'), ['TREE_EDITED', 'a', 'a is in the way and was not written by this program']],
    [
      'a file where a folder has to be',
      () => put('d', 'x'),
      ['TREE_EDITED', 'd', 'd is in the way and was not written by this program'],
    ],
    [
      'a folder',
      () => put('a/x/y', ''),
      ['TREE_EDITED', 'a/x/y', 'a/x/y is in the way and was not written by this program'],
    ],
    [
      'an empty folder',
      () => mkdirSync(dir('a')),
      ['TREE_EDITED', 'a', 'a is in the way and was not written by this program'],
    ],
    ['a link', () => symlinkSync('/etc/passwd', dir('a')), ['PATH_REFUSED', 'a', 'a is a symbolic link']],
    ['a link to a folder', () => symlinkSync(root, dir('d')), ['PATH_REFUSED', 'd', 'd is a symbolic link']],
  ])('never overwrites %s of others, not with force either', (_, prepare, problem) => {
    write({ own: '1' });
    prepare();
    const before = contents(dir());
    const files = { own: '2', a: '1', 'd/e': '1', 'd/f/g': '1' };
    expect(problems(() => write(files))).toEqual([problem]);
    expect(problems(() => write(files, { force: true }))).toEqual([problem]);
    expect(contents(dir())).toEqual(before);
  });

  it('does not replace a file of ours by a folder that others put something into', () => {
    write({ 'a/b': '1' });
    put('a/other', 'mine');
    expect(problems(() => write({ a: '2' }))).toEqual([
      ['TREE_EDITED', 'a/other', 'a/other is in the way and was not written by this program'],
    ]);
  });

  it('does not remove a file through a link that took the place of its folder', () => {
    write({ 'a/b': '1', c: '1' });
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere/b'), '1');
    rmSync(dir('a'), { recursive: true });
    symlinkSync('../elsewhere', dir('a'));
    expect(write({ c: '1' })).toEqual({ written: [], removed: [], unchanged: 1 });
    expect(readFileSync(join(root, 'elsewhere/b'), 'utf8')).toBe('1');
    expect(lstatSync(dir('a')).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['damaged', '<<<<<<< HEAD\n'],
    ['of a later version', '{"version":2,"files":{}}'],
    ['one that names a file outside', `{"version":1,"files":{"../victim":"${'0'.repeat(64)}"}}`],
  ])('refuses an index that is %s', (_, text) => {
    write({ a: '1' });
    put(INDEX, text);
    expect(problems(() => write({ a: '2' }, { force: true })).map(([code, path]) => [code, path])).toContainEqual([
      'TREE_EDITED',
      INDEX,
    ]);
  });

  it('refuses a tree whose place a file has', () => {
    writeFileSync(join(root, 'c1'), 'x');
    expect(problems(() => write({ a: '1' }))).toEqual([
      ['TREE_EDITED', '.', '. is in the way and was not written by this program'],
    ]);
  });
});

describe('paths', () => {
  it('names all bad paths at once, before anything is written', () => {
    const files = { '../x': '', ok: '', [INDEX]: '', A: '', a: '', 'b/c': '', b: '', é: '', 'e\u0301': '' };
    expect(problems(() => write(files)).map(([code, path]) => [code, path])).toEqual([
      ['PATH_REFUSED', '../x'],
      ['PATH_REFUSED', INDEX],
      ['PATH_REFUSED', 'a'],
      ['PATH_REFUSED', 'e\u0301'],
      ['PATH_REFUSED', 'b/c'],
    ]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('refuses a tree outside its root, and one behind a link', () => {
    symlinkSync(tmpdir(), join(root, 'link'));
    expect(problems(() => write({}, { name: '../c1' }))[0]?.[0]).toBe('PATH_REFUSED');
    expect(problems(() => write({}, { name: 'link/c1' }))[0]?.[2]).toBe(
      'the path "link/c1" is refused: link is a symbolic link',
    );
  });
});

describe('two runs at once', () => {
  const lock = (): string => join(root, '.cnsctl-lock-c1');

  it('the second one fails at once and changes nothing', () => {
    write({ a: '1' });
    const unlock = lockTree(lock());
    expect(problems(() => write({ a: '2' }))[0]).toEqual([
      'PATH_REFUSED',
      lock(),
      expect.stringMatching(/^process \d+ on .+ is writing this tree: it holds .+\.cnsctl-lock-c1$/),
    ]);
    expect(tree()).toEqual({ a: '1' });
    expect(write({ a: '1' }).unchanged).toBe(1); // nothing to write, no lock needed
    unlock();
    expect(write({ a: '2' }).written).toEqual(['a']);
    expect(readdirSync(root)).toEqual(['c1']);
  });

  it('other trees of the same root are not held up', () => {
    const unlock = lockTree(lock());
    expect(write({ a: '1' }, { name: 'c2' }).written).toEqual(['a']);
    unlock();
  });
});

describe('failures and crashes', () => {
  const first = { same: '0', a: '1', 'd/e': '1', 'gone/x': '1', 'gone/y/z': '1', toFolder: '1', 'toFile/x': '1' };
  const second = { same: '0', a: '2', 'd/e': '2', 'new/f/g': '2', 'd/new': '2', 'toFolder/x': '2', toFile: '2' };
  const third = { same: '3', a: '3', 'd/e': '2', other: '3' };

  /** Runs `change` with the n-th change of the disk failing, for every n until it no longer gets that far. */
  function atEveryStep(crash: boolean, start: Record<string, string>, check: (failed: boolean) => void): number {
    for (let n = 1; ; n++) {
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root);
      if (Object.keys(start).length > 0) write(start);
      if (Object.keys(start).length > 0) put('gone/foreign', 'mine');
      Object.assign(disk, { calls: 0, failAt: n, crash });
      let failed = false;
      try {
        write(second);
      } catch (error) {
        failed = true;
        expect(error).toBeInstanceOf(Error);
      }
      const steps = disk.calls;
      Object.assign(disk, { calls: 0, failAt: 0, crash: false });
      if (steps < n) return n - 1;
      check(failed);
    }
  }

  it('a step that fails leaves the tree as it was, or does not matter', () => {
    write(first);
    put('gone/foreign', 'mine');
    const before = contents(dir());
    const steps = atEveryStep(false, first, (failed) => {
      if (failed) expect(contents(dir())).toEqual(before);
      else expect(tree()).toEqual({ ...second, 'gone/foreign': 'mine' });
      rmSync(join(root, '.cnsctl-lock-c1'), { force: true }); // when removing the lock is what failed
      write(second);
      expect(readdirSync(root)).toEqual(['c1']);
    });
    expect(steps).toBeGreaterThan(30);
  });

  it('a first run that fails leaves no tree', () => {
    const steps = atEveryStep(false, {}, (failed) => {
      expect(existsSync(dir())).toBe(!failed);
    });
    expect(steps).toBeGreaterThan(15);
  });

  it.each([
    ['a first run', {}],
    ['a later run', first],
  ])('after a crash of %s every file is the old or the new one, and the next run finishes', (_, start) => {
    const old: Record<string, string> = start;
    const steps = atEveryStep(true, start, () => {
      if (existsSync(dir())) {
        for (const [path, text] of Object.entries(tree())) {
          if (path.endsWith('/')) continue;
          expect([old[path], (second as Record<string, string>)[path], 'mine'], path).toContain(text);
        }
        if (Object.keys(old).length > 0)
          for (const path of ['same', 'a', 'd/e']) expect(existsSync(dir(path))).toBe(true);
      }
      const lock = join(root, '.cnsctl-lock-c1');
      const foreign = existsSync(dir('gone/foreign')) ? { 'gone/foreign': 'mine' } : {};
      // The process that crashed is this one, which lives on: let the lock name one that does not.
      if (existsSync(lock)) writeFileSync(lock, readFileSync(lock, 'utf8').replace(/"pid":\d+/, '"pid":99999999'));
      write(third);
      expect(tree()).toEqual({ ...third, ...foreign });
      expect(readdirSync(root)).toEqual(['c1']);
    });
    expect(steps).toBeGreaterThan(15);
  });

  it('says in our words what the disk refuses', () => {
    Object.assign(disk, { failAt: 1 });
    expect(problems(() => write({ a: '1' }))).toEqual([
      ['PATH_REFUSED', root, `${root} cannot be written: permission is denied`],
    ]);
  });

  it('a second crash does not make the first one look like an edit', () => {
    write(first);
    put('a', '2'); // as a crash on the way to `second` would leave it ...
    const index = JSON.parse(readFileSync(dir(INDEX), 'utf8'));
    const hash = (text: string): string => {
      write({ probe: text }, { name: 'probe' });
      return JSON.parse(readFileSync(join(root, 'probe', INDEX), 'utf8')).files.probe;
    };
    index.files.a = [hash('1'), hash('2')]; // ... and the index
    writeFileSync(dir(INDEX), JSON.stringify(index));
    Object.assign(disk, { calls: 0, failAt: 14, crash: true });
    expect(() => write(third)).toThrow();
    Object.assign(disk, { failAt: 0 });
    unlinkSync(join(root, '.cnsctl-lock-c1'));
    expect(problems(() => write({ ...first, a: '4' }))).toEqual([]);
  });
});
