import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { checkHeader, locate, parseDocument } from '../../src/recipe/document.ts';
import { textsOf } from '../problems-of.ts';

const doc = (text: string) => parseYaml(text, 'f.yaml');

it.each([
  ['', ['f.yaml:1:1: DOCUMENT_INVALID\n  expected a map, got nothing']],
  ['[]', ['f.yaml:1:1: DOCUMENT_INVALID\n  expected a map, got a list']],
  ['7', ['f.yaml:1:1: DOCUMENT_INVALID\n  expected a map, got number']],
  [
    'kind: Layer',
    [
      'f.yaml:1:1: VERSION_UNKNOWN at apiVersion\n  apiVersion is missing; allowed: cns.dev/v1alpha1\n  hint: write `apiVersion: cns.dev/v1alpha1`',
    ],
  ],
  [
    'apiVersion: cns.dev/v1alpha2\nkind: Layer',
    [
      'f.yaml:1:13: VERSION_UNKNOWN at apiVersion\n  got "cns.dev/v1alpha2"; allowed: cns.dev/v1alpha1\n  hint: did you mean cns.dev/v1alpha1?',
    ],
  ],
  [
    'apiVersion: cns.dev/v1alpha1\nkind: Laier',
    ['f.yaml:2:7: VERSION_UNKNOWN at kind\n  got "Laier"; allowed: Layer, Leaves\n  hint: did you mean Layer?'],
  ],
  [
    'apiVersion: cns.dev/v1alpha1\nkind: 7',
    ['f.yaml:2:7: VERSION_UNKNOWN at kind\n  got 7; allowed: Layer, Leaves\n  hint: write `kind: Layer`'],
  ],
  ['apiVersion: cns.dev/v1alpha1\nkind: Layer', []],
])('checkHeader of %j', (text, expected) => {
  expect(textsOf(() => checkHeader(doc(text), ['Layer', 'Leaves']))).toEqual(expected);
});

it('parseDocument gives mistakes their line', () => {
  const schema = z.strictObject({ apiVersion: z.string(), kind: z.string(), a: z.strictObject({ b: z.int() }) });
  const text = 'apiVersion: cns.dev/v1alpha1\nkind: Layer\na:\n  b: x\n  c: 1\n';
  expect(textsOf(() => parseDocument(doc(text), 'Layer', schema))).toEqual([
    'f.yaml:4:6: DOCUMENT_INVALID at a.b\n  got "x": expected number',
    'f.yaml:5:6: DOCUMENT_INVALID at a.c\n  unknown key "c"; allowed: b\n  hint: did you mean b?',
  ]);
});

it.each([
  [['a', 'b'], 4, 6],
  [['a', 'b', 'c', 'd'], 4, 6],
  [['a', 'x'], 3, 1],
  [['nowhere'], 1, 1],
  [[], 1, 1],
])('locate %j: the nearest place there is', (path, line, column) => {
  expect(locate(doc('x: 1\ny: 2\na:\n  b: 3\n'), path)).toEqual({ file: 'f.yaml', line, column });
});
