import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, parsePath, valueAt } from '../src/path.ts';

const path = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.nat({ max: 1e6 }), fc.constantFrom('a', '0', '', 'x.y')),
  {
    minLength: 1,
  },
);

describe('formatPath', () => {
  it.each([
    [[], ''],
    [['a', 'b-c', 0], 'a.b-c[0]'],
    [['labels', 'nvidia.com/gpu'], 'labels["nvidia.com/gpu"]'],
    [['a', ''], 'a[""]'],
    [['a', '0'], 'a.0'],
    [['say "x"'], '["say \\"x\\""]'],
  ] as const)('%j is %s', (keys, text) => {
    expect(formatPath(keys)).toBe(text);
  });
});

describe('parsePath', () => {
  it('is the reverse of formatPath, whatever the keys are called', () => {
    fc.assert(
      fc.property(path, (keys) => {
        expect(parsePath(formatPath(keys))).toEqual(keys);
      }),
    );
  });

  it('never throws on arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '\\', '0', 'u', '\n') }), (text) => {
        const parsed = parsePath(text);
        if (parsed !== undefined) expect(parsePath(formatPath(parsed))).toEqual(parsed);
      }),
    );
  });

  it.each(['', '.', '.a', 'a.', 'a..b', 'a[', 'a]', 'a[x]', 'a["x]', 'a["\\q"]', 'a.[0]', 'a[-1]'])(
    '%j is no path',
    (text) => {
      expect(parsePath(text)).toBeUndefined();
    },
  );
});

describe('valueAt', () => {
  const root = { a: [{ b: null }], 'x.y': 1 };
  it.each([
    [[], root],
    [['a', 0, 'b'], null],
    [['x.y'], 1],
    [['a', 1], undefined],
    [['a', 0, 'b', 'c'], undefined],
    [['toString'], undefined],
    [['__proto__'], undefined],
    [['constructor', 'name'], undefined],
  ] as const)('%j', (keys, expected) => {
    expect(valueAt(root, keys)).toEqual(expected);
  });
});
