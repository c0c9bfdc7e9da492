import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareVersions, parseVersion } from '../../src/recipe/version.ts';

it.each([
  ['1.34', ['1', '34']],
  ['v1.34.2', ['1', '34', '2']],
  ['v1.34.2-eks-3025e55', ['1', '34', '2']],
  ['6.14.0-1018-aws-64k', ['6', '14', '0']],
  ['5.15.0-1084.91~20.04.1', ['5', '15', '0']],
  ['580.82.07', ['580', '82', '07']],
  ['24.04', ['24', '04']],
  ['1.2.3+build', ['1', '2', '3']],
  [' 2023 ', ['2023']],
  ['1.34rc1', ['1', '34']],
  ['', undefined],
  ['latest', undefined],
  ['1.', undefined],
  ['1..2', undefined],
  ['v', undefined],
  ['1 2', undefined],
])('parseVersion(%j) is %j', (text, expected) => {
  expect(parseVersion(text)).toEqual(expected);
});

it('is an order: missing parts are zero', () => {
  expect(compareVersions(['1', '34'], ['1', '34', '0'])).toBe(0);
  expect(compareVersions(['1', '9'], ['1', '10'])).toBe(-1);
  expect(compareVersions(['2'], ['1', '99'])).toBe(1);
  expect(compareVersions(['580', '9'], ['580', '09'])).toBe(0);
  const version = fc.array(fc.constantFrom('0', '1', '01', '2', '10'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
