import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStatCache } from '../../src/io/stat-cache.ts';
import { writeTree } from '../../src/io/write-tree.ts';
import { hashesOf } from '../../src/report/checksums.ts';

let root = '';
let cacheDir = '';
const INDEX = '.cnsctl-index.json';
const files = new Map([
  ['a', 'one'],
  ['b/c', 'two'],
  ['b/d', 'six'],
]);
const tree = (path = ''): string => join(root, 'c1', path);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stat-cache-'));
  cacheDir = join(root, 'cache');
});

afterEach(() => rmSync(root, { recursive: true }));

/** A run that wrote the tree and noted it. */
function remember(digest = 'inputs', name = 'c1'): void {
  writeTree({ root, name, files, force: true });
  // A date that can be set back to the nanosecond, so that an edit may leave no trace in it.
  for (const path of [...files.keys(), INDEX]) utimesSync(join(root, name, path), 1_700_000_000, 1_700_000_000);
  const cache = openStatCache(cacheDir);
  cache.remember(join(root, name), digest, hashesOf(files));
  expect(cache.save()).toBe(true);
}

const isFresh = (digest = 'inputs'): boolean => openStatCache(cacheDir).fresh(tree(), digest);

/** Longer than the age from which a date is trusted. */
const wait = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
};

/** A run that finds the tree fresh by reading it, and notes so: from here on dates alone decide. */
function settle(): void {
  wait();
  const cache = openStatCache(cacheDir);
  expect(cache.fresh(tree(), 'inputs')).toBe(true);
  cache.save();
  expect(trusted()).toEqual([true, true, true, true]);
}

const cacheFile = (): string => join(cacheDir, 'trees', readdirSync(join(cacheDir, 'trees'))[0] ?? '');
const trusted = (): boolean[] => JSON.parse(readFileSync(cacheFile(), 'utf8')).files.map((f: unknown[]) => f.at(-1));

/** Another text of the same length in the same file, and the old date back on it: only the inode's own date tells. */
function editInSecret(path: string): void {
  const { atime, mtime } = statSync(tree(path));
  writeFileSync(
    tree(path),
    readFileSync(tree(path), 'utf8').replace(/^./, (first) => (first === 'X' ? 'Y' : 'X')),
  );
  utimesSync(tree(path), atime, mtime);
}

it('knows nothing at first, and what it was told afterwards', () => {
  expect(isFresh()).toBe(false);
  remember();
  expect(isFresh()).toBe(true);
  expect(isFresh('other inputs')).toBe(false);
  expect(openStatCache(cacheDir).fresh(tree('b'), 'inputs')).toBe(false);
});

it('needs to be saved', () => {
  writeTree({ root, name: 'c1', files });
  openStatCache(cacheDir).remember(tree(), 'inputs', hashesOf(files));
  expect(isFresh()).toBe(false);
});

it('trusts no date that is as young as the note, and each of them later', () => {
  remember();
  expect(trusted()).toEqual([false, false, false, false]);
  settle();
});

it('reads no file that it trusts', () => {
  remember();
  settle();
  // A text that is not the file's would be found out if the file were read.
  const data = JSON.parse(readFileSync(cacheFile(), 'utf8'));
  data.files[0][1] = '0'.repeat(64);
  writeFileSync(cacheFile(), JSON.stringify(data));
  expect(isFresh()).toBe(true);
});

describe.each([
  ['at once', () => {}],
  ['later', settle],
])('%s', (_, before) => {
  it.each([
    ['an edit', () => writeFileSync(tree('a'), 'other text'), false],
    ['an edit of the same length with its date set back', () => editInSecret('b/d'), false],
    ['a deleted file', () => unlinkSync(tree('b/c')), false],
    ['a deleted tree', () => rmSync(tree(), { recursive: true }), false],
    ['an edited index', () => editInSecret(INDEX), false],
    ['a deleted index', () => unlinkSync(tree(INDEX)), false],
    ['another mode', () => chmodSync(tree('a'), 0o755), false],
    [
      'a file that became a folder',
      () => {
        unlinkSync(tree('a'));
        mkdirSync(tree('a'));
      },
      false,
    ],
    [
      'a file that became a link to the same text',
      () => {
        renameSync(tree('a'), tree('e'));
        symlinkSync('e', tree('a'));
      },
      false,
    ],
    [
      'two files that changed places',
      () => {
        renameSync(tree('b/c'), tree('x'));
        renameSync(tree('b/d'), tree('b/c'));
        renameSync(tree('x'), tree('b/d'));
      },
      false,
    ],
    ['a touch', () => utimesSync(tree('a'), 1, 1), true],
    [
      'a copy that took its place',
      () => {
        writeFileSync(tree('x'), 'one');
        renameSync(tree('x'), tree('a'));
      },
      true,
    ],
    ['a foreign file', () => writeFileSync(tree('b/foreign'), ''), true],
  ])('%s', (_, change, fresh) => {
    remember();
    before();
    change();
    expect(isFresh()).toBe(fresh);
  });
});

it('does not believe a text that was edited between the write and the note', () => {
  writeTree({ root, name: 'c1', files });
  editInSecret('a');
  const cache = openStatCache(cacheDir);
  cache.remember(tree(), 'inputs', hashesOf(files));
  cache.save();
  expect(cache.fresh(tree(), 'inputs')).toBe(false);
  expect(isFresh()).toBe(false);
});

it('forgets a tree of which a file is missing when it is noted', () => {
  remember();
  unlinkSync(tree('a'));
  const cache = openStatCache(cacheDir);
  cache.remember(tree(), 'inputs', hashesOf(files));
  cache.save();
  expect(readdirSync(join(cacheDir, 'trees'))).toEqual([]);
});

it('keeps each tree apart', () => {
  remember();
  remember('inputs', 'c2');
  writeFileSync(join(root, 'c2/a'), 'edited');
  const cache = openStatCache(cacheDir);
  expect([cache.fresh(tree(), 'inputs'), cache.fresh(join(root, 'c2'), 'inputs')]).toEqual([true, false]);
});

it('always notices what changed, whenever it changed', () => {
  const pathOf = fc.constantFrom('a', 'b/c', 'b/d');
  const edit = fc.oneof(
    fc.record({ what: fc.constantFrom('secret', 'longer', 'delete', 'mode'), path: pathOf }),
    fc.record({ what: fc.constantFrom('touch', 'copy', 'nothing', 'edit and back'), path: pathOf }),
    fc.record({ what: fc.constant('inputs'), path: pathOf }),
  );
  const apply = (what: string, path: string): void => {
    const file = tree(path);
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    if (what === 'secret') editInSecret(path);
    if (what === 'longer') writeFileSync(file, `${text}+`);
    if (what === 'delete') unlinkSync(file);
    if (what === 'mode') chmodSync(file, 0o600);
    if (what === 'touch') utimesSync(file, new Date(), new Date());
    if (what === 'copy') {
      writeFileSync(tree('x'), text, { mode: statSync(file).mode });
      renameSync(tree('x'), file);
    }
    if (what === 'edit and back') {
      editInSecret(path);
      writeFileSync(file, text);
    }
  };
  const asWritten = (): boolean =>
    [...files].every(
      ([path, text]) =>
        existsSync(tree(path)) &&
        readFileSync(tree(path), 'utf8') === text &&
        (statSync(tree(path)).mode & 0o777) === 0o644,
    );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 4 }), fc.boolean(), fc.boolean(), (edits, settled, settledBetween) => {
      rmSync(tree(), { recursive: true, force: true });
      remember();
      if (settled) settle();
      let digest = 'inputs';
      for (const { what, path } of edits) {
        if (what === 'inputs') digest = 'others';
        else apply(what, path);
        const cache = openStatCache(cacheDir);
        expect(cache.fresh(tree(), digest)).toBe(digest === 'inputs' && asWritten());
        if (settledBetween) cache.save();
      }
    }),
    { numRuns: 150 },
  );
});

describe('the cache file', () => {
  it('is for its user alone', () => {
    remember();
    expect((statSync(cacheFile()).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(join(cacheDir, 'trees')).mode & 0o777).toString(8)).toBe('700');
    expect(readdirSync(join(cacheDir, 'trees'))).toHaveLength(1);
  });

  it.each([
    ['empty', () => ''],
    ['cut', (text: string) => text.slice(0, 100)],
    ['not JSON', () => 'x'],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['of another tree', (text: string) => text.replace('/c1"', '/c2"')],
    ['without files', (text: string) => text.replace('"files"', '"other"')],
    ['of other fields', (text: string) => text.replace('["a",', '["a",1,')],
    ['of other types', (text: string) => text.replace('["a","', '["a",["').replace('",', '"],')],
  ])('counts as empty when it is %s, and is written anew', (_, damage) => {
    remember();
    writeFileSync(cacheFile(), damage(readFileSync(cacheFile(), 'utf8')));
    expect(isFresh()).toBe(false);
    remember();
    expect(isFresh()).toBe(true);
  });

  it('never throws, whatever it holds', () => {
    remember();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        writeFileSync(cacheFile(), text);
        expect(isFresh()).toBe(false);
      }),
    );
  });

  it('may be in a folder that cannot be written', () => {
    writeFileSync(cacheDir, 'a file');
    writeTree({ root, name: 'c1', files });
    const cache = openStatCache(cacheDir);
    expect(cache.fresh(tree(), 'inputs')).toBe(false);
    cache.remember(tree(), 'inputs', hashesOf(files));
    expect(cache.save()).toBe(false);
  });
});
