import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTreeStore } from '../../src/io/tree-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tree-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tree = fc
  .array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', maxLength: 300 })), { maxLength: 8 })
  .map((files) => new Map(files));

it('gives back every tree as it was put in, in its order, from memory or from the disk', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 8 }), fc.integer({ min: 0, max: 500 }), (trees, inMemory) => {
      const store = openTreeStore({ inMemory, folder });
      const kept = trees.map((files) => store.keep(files));
      for (const [i, { files }] of [...kept.entries()].reverse())
        expect([...files()]).toEqual([...(trees[i] ?? new Map())]);
      store.close();
    }),
  );
});

it('writes nothing while the trees fit into memory', () => {
  const store = openTreeStore({ inMemory: 3, folder });
  store.keep(new Map([['a', 'abc']]));
  expect(readdirSync(folder)).toEqual([]);
  store.close();
});

it('leaves nothing behind, not even while it is open where the system allows that', () => {
  const store = openTreeStore({ inMemory: 0, folder });
  const kept = store.keep(new Map([['a', 'é'.repeat(1000)]]));
  if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
  expect(kept.files().get('a')).toBe('é'.repeat(1000));
  store.close();
  expect(readdirSync(folder)).toEqual([]);
});
