import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingRegions, type Region } from '../../src/diff/align.ts';

const regions = <T>(a: readonly T[], b: readonly T[]): Region[] =>
  differingRegions(a.length, b.length, {
    same: (i, j) => a[i] === b[j],
    idOfA: (i) => String(a[i]),
    idOfB: (j) => String(b[j]),
  });

/** B, made of A and of what the regions say. */
function rebuilt<T>(a: readonly T[], b: readonly T[], found: readonly Region[]): T[] {
  const made: T[] = [];
  let i = 0;
  for (const { aStart, aEnd, bStart, bEnd } of found) {
    made.push(...a.slice(i, aStart), ...b.slice(bStart, bEnd));
    i = aEnd;
  }
  return [...made, ...a.slice(i)];
}

const edits = (found: readonly Region[]): number =>
  found.reduce((sum, { aStart, aEnd, bStart, bEnd }) => sum + (aEnd - aStart) + (bEnd - bStart), 0);

const at = (aStart: number, aEnd: number, bStart: number, bEnd: number): Region => ({ aStart, aEnd, bStart, bEnd });

it.each([
  ['abc', 'abc', []],
  ['', 'ab', [at(0, 0, 0, 2)]],
  ['ab', '', [at(0, 2, 0, 0)]],
  ['abc', 'ac', [at(1, 2, 1, 1)]],
  ['ac', 'abc', [at(1, 1, 1, 2)]],
  ['abcde', 'abXde', [at(2, 3, 2, 3)]],
  ['abcdefgh', 'XbcdefgY', [at(0, 1, 0, 1), at(7, 8, 7, 8)]],
  ['abcd', 'bcda', [at(0, 1, 0, 0), at(4, 4, 3, 4)]],
])('%s → %s', (a, b, expected) => {
  expect(regions([...a], [...b])).toEqual(expected);
});

describe('laws', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 });

  it('the regions make B of A, stand in order and do not touch', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const found = regions(a, b);
        expect(rebuilt(a, b, found)).toEqual(b);
        found.slice(1).forEach((one, i) => {
          expect(one.aStart).toBeGreaterThan(found[i]?.aEnd ?? 0);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('lists of other lengths have the shortest script', () => {
    /** Longest common subsequence, by table. */
    const common = (a: readonly string[], b: readonly string[]): number => {
      let row = new Array<number>(b.length + 1).fill(0);
      for (const item of a) {
        const next = [0];
        b.forEach((other, j) => {
          next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
        });
        row = next;
      }
      return row[b.length] ?? 0;
    };
    fc.assert(
      fc.property(list, list, (a, b) => {
        fc.pre(a.length !== b.length);
        expect(edits(regions(a, b))).toBe(a.length + b.length - 2 * common(a, b));
      }),
      { numRuns: 200 },
    );
  });
});

describe('long lists', () => {
  const many = Array.from({ length: 6000 }, (_, i) => i);

  it('with more edits than are looked for still keep what each list has once', () => {
    const other = many.flatMap((n): (number | string)[] => (n % 4 === 0 ? [`x${n}`, `y${n}`] : n % 4 === 1 ? [] : [n]));
    const found = regions<number | string>(many, other);
    expect(rebuilt<number | string>(many, other, found)).toEqual(other);
    expect(edits(found)).toBe(6000);
  });

  it('that have nothing in common are one region', () => {
    const other = many.map((n) => -n - 1).slice(1);
    expect(regions(many, other)).toEqual([at(0, 6000, 0, 5999)]);
  });

  it('that were turned about come to an end', () => {
    const turned = many.slice(1).toReversed();
    expect(rebuilt(many, turned, regions(many, turned))).toEqual(turned);
  });
});
