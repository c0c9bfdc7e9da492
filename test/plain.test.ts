import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, frozen, isFrozen, isPlainMap, pick, sameValue } from '../src/plain.ts';

it.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['a', false],
  [1, false],
])('isPlainMap(%j) is %s', (value, expected) => {
  expect(isPlainMap(value)).toBe(expected);
});

describe('sameValue', () => {
  it.each([
    [{ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }, true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: undefined }, { b: undefined }, false],
    [{}, [], false],
    [Number.NaN, null, false],
    [Number.NaN, Number.NaN, true],
    ['1', 1, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(sameValue(a, b)).toBe(expected);
    expect(sameValue(b, a)).toBe(expected);
  });
  it('is true of a copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameValue(value, structuredClone(value))).toBe(true);
      }),
    );
  });
});

it('pick copies the keys that have a value', () => {
  expect(pick({ a: 1, b: undefined, c: 3 } as { a: number; b?: number; c: number }, ['a', 'b'])).toEqual({ a: 1 });
});

it('compareText orders by code unit, not by the machine’s locale', () => {
  expect(['b', 'a', 'B', 'ä', 'a-1', 'a1'].sort(compareText)).toEqual(['B', 'a', 'a-1', 'a1', 'b', 'ä']);
  expect(compareText('a', 'a')).toBe(0);
});

it('frozen leaves the value as it is, and nothing in it can be changed', () => {
  const containers = (value: unknown): object[] =>
    typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(containers)] : [];
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = structuredClone(value);
      expect(frozen(value)).toBe(value);
      expect(value).toEqual(before);
      expect(containers(value).every(Object.isFrozen)).toBe(true);
    }),
  );
});

it('frozen goes into what was frozen at its top only, and comes back from a ring', () => {
  const inside = { a: 1 };
  const shallow = Object.freeze({ inside });
  expect(isFrozen(shallow)).toBe(false);
  frozen(shallow);
  expect([isFrozen(shallow), isFrozen(inside), Object.isFrozen(inside)]).toEqual([true, true, true]);
  const ring: Record<string, unknown> = {};
  ring.ring = ring;
  expect(Object.isFrozen(frozen(ring))).toBe(true);
});
