import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPattern, parsePattern } from '../../src/diff/pattern.ts';
import { formatPath } from '../../src/path.ts';

const key = (name: string | number) => ({ kind: 'key', key: name });
const ANY = { kind: 'any' };
const DEEP = { kind: 'deep' };

it.each([
  ['a', [key('a')]],
  ['a.b-c[0]', [key('a'), key('b-c'), key(0)]],
  ['a.0', [key('a'), key('0')]],
  ['labels["nvidia.com/gpu"].x', [key('labels'), key('nvidia.com/gpu'), key('x')]],
  ['*', [ANY]],
  ['a.*.b', [key('a'), ANY, key('b')]],
  ['a[*].b', [key('a'), ANY, key('b')]],
  ['**', [DEEP]],
  ['**.a', [DEEP, key('a')]],
  ['["*"]["**"]', [key('*'), key('**')]],
  ['[""]', [key('')]],
])('%s', (text, expected) => {
  expect(parsePattern(text)).toEqual(expected);
});

it.each([
  ['', 0, 'it is empty'],
  ['.a', 0, 'a dot stands between two keys'],
  ['a.', 1, 'a dot stands between two keys'],
  ['a..b', 1, 'a dot stands between two keys'],
  ['.', 0, 'a dot stands between two keys'],
  ['a[', 1, '"[" begins no key'],
  ['a[x]', 1, '"[x]" begins no key'],
  ['a[-1]', 1, '"[-1]" begins no key'],
  ['a]', 1, '"]" begins no key'],
  ['a["x]', 1, '"[\\"x]" begins no key'],
  ['a["\\q"]', 2, '"\\q" is no text in quotes'],
  ['a.b*', 2, '"b*": a star stands for a whole key, so quote the key: ["…"]'],
  ['***', 0, '"***": a star stands for a whole key, so quote the key: ["…"]'],
  [`${'*.'.repeat(50)}*`, 0, 'it has more than 50 steps'],
])('%j is no pattern', (text, at, fault) => {
  expect(parsePattern(text)).toEqual({ fault, at });
});

describe('fuzz', () => {
  it('every path is the pattern of itself', () => {
    const step = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aZ0._-/\\"\'[]*\0\n\u2028\ud800é😀 '), maxLength: 5 }),
      fc.nat({ max: 1e6 }),
      fc.constantFrom('a', '*', '**', 'x.y', ''),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (path) => {
        const text = formatPath(path);
        expect(parsePattern(text)).toEqual(path.map(key));
      }),
      { numRuns: 100 },
    );
  });

  it('arbitrary text is a pattern or a fault within it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '\\', '0', '*', 'u', '\n') }), (text) => {
        const parsed = parsePattern(text);
        if (!('fault' in parsed)) expect(parsed.length).toBeGreaterThan(0);
        else expect(parsed.at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

it('a rule of ours that is no pattern is a bug', () => {
  expect(() => ownPattern('a..b')).toThrow('a..b: a dot stands between two keys');
});
