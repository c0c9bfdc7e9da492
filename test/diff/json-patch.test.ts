import fc from 'fast-check';
import fastJsonPatch from 'fast-json-patch';
import spec from 'json-patch-test-suite/spec_tests.json' with { type: 'json' };
import suite from 'json-patch-test-suite/tests.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { jsonPatch, type PatchOperation } from '../../src/diff/json-patch.ts';
import { CnsError } from '../../src/errors.ts';
import { patched } from './patched.ts';
import { clone, turned, value } from './values.ts';

it.each<[string, unknown, unknown, PatchOperation[]]>([
  ['nothing', { a: 1, b: [1] }, { b: [1], a: 1 }, []],
  ['a list that becomes a map', [1], { 0: 1 }, [{ op: 'replace', path: '', value: { 0: 1 } }]],
  ['another scalar', 1, 2, [{ op: 'replace', path: '', value: 2 }]],
  ['null is a value', { a: null }, {}, [{ op: 'remove', path: '/a' }]],
  [
    'keys with / and ~',
    { 'a/b': 1, 'm~n': 1 },
    { 'a/b': 2, 'm~n': 2 },
    [
      { op: 'replace', path: '/a~1b', value: 2 },
      { op: 'replace', path: '/m~0n', value: 2 },
    ],
  ],
  ['the empty key', { '': 1 }, { '': 2 }, [{ op: 'replace', path: '/', value: 2 }]],
  ['one item out of many', [1, 2, 3, 4], [1, 3, 4], [{ op: 'remove', path: '/1' }]],
  [
    'items between',
    ['a', 'b'],
    ['x', 'a', 'y', 'b'],
    [
      { op: 'add', path: '/0', value: 'x' },
      { op: 'add', path: '/2', value: 'y' },
    ],
  ],
  [
    'inside an item',
    [{ n: 1, k: 'a' }, { n: 2 }],
    [{ n: 9, k: 'a' }, { n: 2 }],
    [{ op: 'replace', path: '/0/n', value: 9 }],
  ],
  ['a list that is emptied', { l: [1, 2, 3] }, { l: [] }, [{ op: 'replace', path: '/l', value: [] }]],
  [
    'a map of which nothing stays',
    { m: { a: 1, b: 2 } },
    { m: { c: 3 } },
    [{ op: 'replace', path: '/m', value: { c: 3 } }],
  ],
])('%s', (_, a, b, expected) => {
  expect(jsonPatch(a, b)).toEqual(expected);
});

describe('laws', () => {
  it('applied to A by rfc6902 it gives B', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(patched(a, jsonPatch(a, b))).toEqual(b);
      }),
      { numRuns: 150 },
    );
  });

  it('applied to A by fast-json-patch, which validates it, it gives B', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const { newDocument } = fastJsonPatch.applyPatch(clone(a), clone(jsonPatch(a, b)) as never, true);
        expect(newDocument).toEqual(b);
      }),
      { numRuns: 150 },
    );
  });

  it('is empty for equal documents and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(jsonPatch(a, turned(a))).toEqual([]);
        expect(jsonPatch(turned(a), turned(b))).toEqual(jsonPatch(a, b));
      }),
      { numRuns: 150 },
    );
  });

  it('changes neither document', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const before = JSON.stringify([a, b]);
        jsonPatch(a, b);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

/** Each case of the public suite says what a document becomes; a patch of ours has to lead there, too. */
const cases = [...suite, ...spec].filter(
  (one): one is typeof one & { doc: unknown; expected: unknown } =>
    'doc' in one && 'expected' in one && !('disabled' in one && one.disabled),
);

it('the public suite has the cases that it is known to have', () => expect(cases.length).toBeGreaterThan(60));

it.each(cases.map((one, i) => [`${i}: ${'comment' in one ? one.comment : ''}`, one.doc, one.expected]))(
  'json-patch-test-suite %s',
  (_, doc, expected) => {
    expect(patched(doc, jsonPatch(doc, expected))).toEqual(expected);
  },
);

describe('long lists', () => {
  const long = Array.from({ length: 8600 }, (_, i) => ({ name: `n${i}`, value: i }));
  const edited = long.flatMap((item, i) => {
    if (i % 1000 === 1) return [];
    if (i % 1000 === 500) return [item, { name: `new${i}`, value: i }];
    return [item];
  });

  it('18 edits among 8,600 items are 18 operations', () => {
    const operations = jsonPatch(long, edited);
    expect(operations).toHaveLength(18);
    expect(patched(long, operations)).toEqual(edited);
  });

  it('of 50,000 items that all changed, or turned about, neither the stack nor the day runs out', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => i);
    expect(
      jsonPatch(
        many,
        many.toReversed().map((n) => n + 0.5),
      ),
    ).toHaveLength(1);
    const cut = many.slice(0, 2000);
    expect(patched(cut, jsonPatch(cut, cut.toReversed()))).toEqual(cut.toReversed());
  });
});

it.each(['__proto__', 'constructor', 'prototype'])('refuses a change of the key %s, which appliers pass by', (key) => {
  const a = JSON.parse(`{"a": {"${key}": 1, "b": 1}}`);
  const b = JSON.parse(`{"a": {"${key}": 2, "b": 1}}`);
  expect(() => jsonPatch(a, b)).toThrow(CnsError);
  expect(jsonPatch(a, clone(a))).toEqual([]);
});
