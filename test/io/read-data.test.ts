import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/deploy/yaml.ts';
import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { locator, readData } from '../../src/io/read-data.ts';
import { simpleYaml } from '../../src/io/simple-yaml.ts';
import { parsePath } from '../../src/path.ts';
import { locate, type PositionedDocument } from '../../src/recipe/document.ts';
import { textsOf } from '../problems-of.ts';
import { documents, TRAPS, tameData } from './documents.ts';

const strict = (text: string): PositionedDocument | CnsError => {
  try {
    return parseYaml(text, 'f');
  } catch (error) {
    if (error instanceof CnsError) return error;
    throw error;
  }
};

/** That both readers say the same of a text: its data, with keys in the same order, and the place of everything; or its problems. */
function expectSame(text: string): void {
  const expected = strict(text);
  if (expected instanceof CnsError) {
    expect(textsOf(() => readData(text, 'f'))).toEqual(
      expected.problems.length > 0 ? expected.message.split(/\n(?=f:)/) : [],
    );
    return;
  }
  const data = readData(text, 'f');
  expect(data).toEqual(expected.value);
  expect(JSON.stringify(data)).toBe(JSON.stringify(expected.value));
  const at = locator(text, 'f');
  for (const key of expected.positions.keys()) {
    const path = key === '' ? [] : parsePath(key);
    if (path) expect([key, at(path)]).toEqual([key, locate(expected, path)]);
  }
}

describe('reads what the strict parser reads, or has its problems', () => {
  it('of generated documents', () => {
    fc.assert(fc.property(documents, expectSame), { numRuns: 300 });
  });

  const PLACES = [
    ['as a value', (trap: string) => `a: ${trap}\nb: 1\n`],
    ['in a value', (trap: string) => `a: x${trap}y\nb: 1\n`],
    ['as a key', (trap: string) => `${trap}: 1\n`],
    ['as an item', (trap: string) => `a:\n- ${trap}\n- 1\n`],
    ['in a flow list', (trap: string) => `a: [${trap}, 1]\n`],
    ['as a key in braces', (trap: string) => `{"a": {${trap}: 1}}\n`],
    ['in double quotes', (trap: string) => `a: "x${trap}y"\n`],
    ['in single quotes', (trap: string) => `a: 'x${trap}y'\n`],
    ['in a literal block', (trap: string) => `a: |\n  x${trap}y\n  z\nb: 1\n`],
    ['first in a literal block', (trap: string) => `a: |\n  ${trap}y\nb: 1\n`],
    ['behind all', (trap: string) => `a: 1\n${trap}`],
    ['before all', (trap: string) => `${trap}a: 1\n`],
    ['at the end of a line', (trap: string) => `a: b${trap}\nc: d\n`],
    ['after a colon', (trap: string) => `a:${trap}\n  b: c\n`],
    ['alone', (trap: string) => trap],
  ] as const;
  it.each(PLACES)('of traps %s', (_, write) => {
    for (const trap of TRAPS) expectSame(write(trap));
  });

  it.each([
    ['nothing', ''],
    ['a comment only', '# c\n'],
    ['a list deeper than its key', 'a:\n  - 1\n  - 2\n'],
    ['a list at its key', 'a:\n- 1\nb: 2\n'],
    ['compact maps', '- a: 1\n  b:\n  - c: 2\n    d: 3\n-   e: 4\n    f: 5\n'],
    ['lists in lists', '- - 1\n  - - 2\n- 3\n'],
    ['a text over lines', 'a: b c\n  d e\n\n  f\ng: h\n'],
    ['a text over lines that ends in a comment', 'a: b\n  c # d\ne: f\n'],
    ['lines that are less indented', 'a:\n    b: 1\n  c: 2\n'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n'],
    ['a key twice, deep in JSON', '{"a": [{"b": 1, "b": 1}]}'],
    ['a key as number and text', '{"1": 1, 1: 2}'],
    ['a document mark first', '---\na: 1\n'],
    ['a document mark last', 'a: 1\n---\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['line ends of Windows', 'a: |\r\n  x\r\n\r\n  y\r\nb: "c"\r\n'],
    ['an old line end', 'a: 1\rb: 2\n'],
    ['no line end', 'a: |+\n  x'],
    ['empty lines behind a block', 'a: |+\n  x\n\n\nb: |-\n  y\n\n'],
    ['a literal block of a list', '- |\n  x\n   y\n- z\n'],
    ['a literal block that is not indented', 'a: |\nb: 1\n'],
    ['tabs in JSON', '{\n\t"a":\t[\n\t\t1\n\t]\n}\n'],
    ['tabs in braces below a key', 'a: {\n\t"b": 1\n  }\n'],
    ['braces that go on too far left', 'a:\n  b: [1,\n2]\n'],
    ['braces that end at their key', 'a: {\n  b: 1\n}\nc: 2\n'],
    ['a long key', `"${'k'.repeat(1100)}": 1\n`],
    ['numbers as JSON writes them', '[0, -0, 1.50, 1E5, 1e-7, 9007199254740991, 123456789012.5]'],
    ['a number that is rounded', '[9007199254740993]'],
    ['depth that is taken', `${'['.repeat(48)}${']'.repeat(48)}`],
    ['depth that is refused', `${'['.repeat(60)}${']'.repeat(60)}`],
    ['depth of lines', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['depth of dashes', `${'- '.repeat(60)}a\n`],
  ])('%s', (_, text) => expectSame(text));
});

it('reads at once what programs print: no document of theirs needs the strict parser', () => {
  const collection = tameData.filter((data) => typeof data === 'object' && data !== null);
  const prints = [toYaml, (data: unknown) => JSON.stringify(data), (data: unknown) => JSON.stringify(data, null, '\t')];
  const plain = collection.map((data): unknown => JSON.parse(JSON.stringify(data)));
  fc.assert(
    fc.property(plain, fc.constantFrom(...prints), (data, print) => {
      expect(simpleYaml(print(data))?.value).toEqual(data);
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['quotes', '["', 300_000],
  ['brackets', '[', 300_000],
  ['a line without an end', `{"a": "${'x'.repeat(10)}", `, 50_000],
  ['dashes', '- ', 300_000],
])('%s without an end are given up at once', (_, part, times) => {
  expect(simpleYaml(part.repeat(times))).toBeUndefined();
});

it('says where the nearest thing stands that there is', () => {
  const at = locator('a:\n  b: [x, 1]\n', 'f.yaml');
  expect([at(['a', 'b', 1]), at(['a', 'c', 'd']), at(['e'])]).toEqual([
    { file: 'f.yaml', line: 2, column: 10 },
    { file: 'f.yaml', line: 1, column: 1 },
    { file: 'f.yaml', line: 1, column: 1 },
  ]);
});
