import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ANY, contains, formatRange, intersect, parseRange } from '../../src/recipe/range.ts';
import { parseVersion, type Version } from '../../src/recipe/version.ts';

const within = (range: string, version: string) =>
  contains(parseRange(range) ?? { below: ['0'] }, parseVersion(version) ?? []);

it.each([
  ['<= 1.35', '1.35', true],
  ['<= 1.35', '1.35.9', true],
  ['<= 1.35', '1.36', false],
  ['<= 1.35.2', '1.35.3', false],
  ['< 1.35', '1.35', false],
  ['< 1.35', '1.34.99', true],
  ['> 1.34', '1.34.7', false],
  ['> 1.34', '1.35', true],
  ['>= 1.34', '1.34', true],
  ['>= 1.34.2', '1.34', false],
  ['1.35', '1.35.4', true],
  ['== 580', '580.159.03', true],
  ['= 580', '590.1', false],
  ['>=1.34 <1.36', '1.35', true],
  ['>= 1.34, < 1.36', '1.36', false],
  ['>= v26.3.3', 'v26.3.10', true],
])('%s contains %s: %s', (range, version, expected) => {
  expect(within(range, version)).toBe(expected);
});

it.each([
  '',
  ' ',
  'any',
  'latest',
  '>= ',
  '>= 1.x',
  '^1.2',
  '~1.2',
  '1.2 - 1.4',
  '1 || 2',
  '!= 1',
  '>= 1.36 < 1.35',
  '> 1.35 <= 1.35',
  '< 1.34 >= 1.34.0',
])('%j is no range, or admits nothing', (text) => {
  expect(parseRange(text)).toBeUndefined();
});

const version = fc.array(fc.constantFrom('0', '1', '02', '3'), { minLength: 1, maxLength: 3 });
const term = fc
  .tuple(fc.constantFrom('>=', '<=', '>', '<', '==', '='), version)
  .map(([op, v]) => `${op} ${v.join('.')}`);
const range = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' '));

it('a further constraint never widens', () => {
  fc.assert(
    fc.property(range, term, version, (wide, more, v) => {
      const [a, b] = [parseRange(wide), parseRange(`${wide} ${more}`)];
      if (b && contains(b, v)) expect(a && contains(a, v)).toBe(true);
    }),
  );
});

it('the intersection holds exactly what both hold', () => {
  fc.assert(
    fc.property(range, range, version, (x, y, v) => {
      const [a, b] = [parseRange(x), parseRange(y)];
      fc.pre(a !== undefined && b !== undefined);
      const both = intersect(a ?? ANY, b ?? ANY);
      expect(both !== undefined && contains(both, v)).toBe(contains(a ?? ANY, v) && contains(b ?? ANY, v));
      expect(intersect(b ?? ANY, a ?? ANY) === undefined).toBe(both === undefined);
    }),
  );
});

it('<= names everything of its precision', () => {
  fc.assert(
    fc.property(version, fc.nat({ max: 99 }), (v, patch) => {
      const deeper: Version = [...v, String(patch)];
      expect(contains(parseRange(`<= ${v.join('.')}`) ?? { below: ['0'] }, deeper)).toBe(true);
      expect(parseRange(`> ${v.join('.')} == ${deeper.join('.')}`)).toBeUndefined();
    }),
  );
});

it('what formatRange writes is the same range', () => {
  fc.assert(
    fc.property(range, (text) => {
      const parsed = parseRange(text);
      fc.pre(parsed !== undefined);
      expect(parseRange(formatRange(parsed ?? ANY))).toEqual(parsed);
    }),
  );
  expect(formatRange(ANY)).toBe('any');
});
