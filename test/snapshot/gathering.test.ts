import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering, shorten, wholeNumber } from '../../src/snapshot/gathering.ts';
import { aMachine } from './a-machine.ts';

describe('wholeNumber', () => {
  it.each`
    text                   | value
    ${'0'}                 | ${0}
    ${'007'}               | ${7}
    ${'9007199254740991'}  | ${Number.MAX_SAFE_INTEGER}
    ${'9007199254740992'}  | ${undefined}
    ${'-1'}                | ${undefined}
    ${'1.5'}               | ${undefined}
    ${'1e3'}               | ${undefined}
    ${' 1'}                | ${undefined}
    ${'1\n'}               | ${undefined}
    ${''}                  | ${undefined}
    ${'12345678901234567'} | ${undefined}
  `('$text is $value', ({ text, value }) => {
    expect(wholeNumber(text)).toBe(value);
  });

  it('takes exactly what is a number, written plainly', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 18 }), (text) => {
        expect(wholeNumber(text)).toBe(
          /^\d+$/.test(text) && BigInt(text) <= Number.MAX_SAFE_INTEGER && text.length <= 16 ? Number(text) : undefined,
        );
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => wholeNumber(String(value)) === value),
      { numRuns: 100 },
    );
  });
});

it('cuts foreign text, and keeps it on one line', () => {
  expect(shorten('a\n"b"')).toBe('"a\\n\\"b\\""');
  expect(shorten('x'.repeat(1000))).toHaveLength(63);
});

it('keeps what was read, and tells what is absent from what is refused and what is no number', async () => {
  const gathering = new Gathering(
    aMachine({ files: { '/there': ' 5\n', '/odd': 'five', '/shut': { refused: 'permission is denied' } } }),
  );
  expect(await gathering.count(['z.z'], '/there', 'pages')).toBe(5);
  expect(await gathering.text(['a'], '/there')).toBe('5');
  expect(await gathering.count(['b'], '/odd')).toBeUndefined();
  expect(await gathering.count(['c'], '/absent')).toBeUndefined();
  expect(await gathering.count(['d', 0], '/shut')).toBeUndefined();
  expect(gathering.collected('data')).toEqual({
    data: 'data',
    missing: { b: '/odd: "five" is no whole number', 'd[0]': '/shut: permission is denied' },
    context: { a: { source: '/there' }, b: { source: '/odd' }, '["z.z"]': { source: '/there', unit: 'pages' } },
  });
  expect(Object.keys(gathering.collected('data').context)).toEqual(['["z.z"]', 'a', 'b']);
});

it('does not mind names that objects have by nature', () => {
  const gathering = new Gathering(aMachine({}));
  gathering.miss(['__proto__'], 'why');
  gathering.from(['constructor'], 'file');
  const { missing, context } = gathering.collected({});
  expect(Object.keys(missing)).toEqual(['__proto__']);
  expect(Object.keys(context)).toEqual(['constructor']);
  expect(Object.getPrototypeOf(missing)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).why).toBeUndefined();
});
