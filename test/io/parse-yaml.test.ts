import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { formatPath, type Path } from '../../src/path.ts';
import { textsOf } from '../problems-of.ts';

const read = (text: string) => parseYaml(text, 'f.yaml').value;

describe('what is read', () => {
  it.each<[string, unknown]>([
    ['a: 1', { a: 1 }],
    ['', null],
    ['# only a comment', null],
    ['{"a": ["x", null, true, -1.5]}', { a: ['x', null, true, -1.5] }],
    ['a: yes\nb: on\nc: 12:30\nd: 1_000\ne: ~', { a: 'yes', b: 'on', c: '12:30', d: '1_000', e: null }],
    ['a: 0o17\nb: 0x1F', { a: 15, b: 31 }],
    ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['8080: x', { 8080: 'x' }],
    ['a: "1.10"', { a: '1.10' }],
    ['%YAML 1.1\n---\na: yes', { a: 'yes' }],
    ['a: &anchor 1', { a: 1 }],
    ['toString: 1\nhasOwnProperty: 2', { toString: 1, hasOwnProperty: 2 }],
    ['a: 9007199254740991', { a: 9007199254740991 }],
    ['\ufeffa: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('a list item without a value is null', () => {
    expect(read('- 1\n-\n')).toEqual([1, null]);
  });
});

describe('what is refused', () => {
  const unreadable = (place: string, rest: string) => `f.yaml:${place}: DOCUMENT_UNREADABLE\n  ${rest}`;
  it.each<[string, string, string[]]>([
    ['alias', 'a: &x 1\nb: *x', [unreadable('2:4', 'alias *x is not allowed\n  hint: write the value out')]],
    ['merge key', 'a: { <<: { b: 1 } }', [unreadable('1:6', 'key << is not allowed\n  hint: a key is a plain string')]],
    [
      'tag',
      'a: !!str 5',
      [unreadable('1:10', 'tag tag:yaml.org,2002:str is not allowed\n  hint: write the value without it')],
    ],
    [
      'tag of a map',
      'a: !!map { b: 1 }',
      [unreadable('1:10', 'tag tag:yaml.org,2002:map is not allowed\n  hint: write the value without it')],
    ],
    ['duplicate key', 'a: 1\na: 2', [unreadable('2:1', 'key a stands twice\n  hint: remove one')]],
    ['duplicate key as number and text', '1: a\n"1": b', [unreadable('2:1', 'key 1 stands twice\n  hint: remove one')]],
    [
      'second document',
      'a: 1\n---\nb: 2',
      [unreadable('2:1', 'a second document begins\n  hint: a file holds one document: remove what follows `---`')],
    ],
    [
      'prototype key',
      '__proto__: { x: 1 }',
      [unreadable('1:1', 'key __proto__ is not allowed\n  hint: a key is a plain string')],
    ],
    [
      'constructor',
      'a: { constructor: 1, prototype: 2 }',
      [
        unreadable('1:6', 'key constructor is not allowed\n  hint: a key is a plain string'),
        unreadable('1:22', 'key prototype is not allowed\n  hint: a key is a plain string'),
      ],
    ],
    ['null key', '~: 1', [unreadable('1:1', 'key null is not allowed\n  hint: a key is a plain string')]],
    ['boolean key', 'true: 1', [unreadable('1:1', 'key true is not allowed\n  hint: a key is a plain string')]],
    [
      'number key that reads otherwise',
      '1.10: x',
      [unreadable('1:1', 'key 1.1 is not allowed\n  hint: a key is a plain string')],
    ],
    [
      'key that is a list',
      '? [1, 2]\n: 3',
      [unreadable('1:3', 'key [1,2] is not allowed\n  hint: a key is a plain string')],
    ],
    [
      'key without a value',
      'a:\nb: 1',
      [unreadable('1:1', 'key a has no value\n  hint: write null, {} or "" to say which is meant')],
    ],
    ['no number', 'a: .nan', [unreadable('1:4', 'number .nan cannot be held exactly\n  hint: write it in quotes')]],
    ['infinity', 'a: -.inf', [unreadable('1:4', 'number -.inf cannot be held exactly\n  hint: write it in quotes')]],
    [
      'number too long',
      'a: 12345678901234567890',
      [unreadable('1:4', 'number 12345678901234567890 cannot be held exactly\n  hint: write it in quotes')],
    ],
    [
      'octal of YAML 1.1',
      'mode: 0644',
      [unreadable('1:7', 'number 0644 is octal to some readers\n  hint: write it without the zero, or in quotes')],
    ],
    [
      'all at once',
      'a: *x\nb: .inf',
      [
        unreadable('1:4', 'alias *x is not allowed\n  hint: write the value out'),
        unreadable('2:4', 'number .inf cannot be held exactly\n  hint: write it in quotes'),
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(textsOf(() => parseYaml(text, 'f.yaml'))).toEqual(expected);
  });

  it.each([
    ['tab', 'a:\n\tb: 1'],
    ['bracket without end', 'a: [1, 2'],
    ['wrong indentation', 'a:\n  b: 1\n c: 2'],
    ['unknown tag', 'a: !secret x'],
    ['quote without end', 'a: "x'],
  ])('%s, with its place', (_, text) => {
    expect(textsOf(() => parseYaml(text, 'f.yaml'))[0]).toMatch(/^f\.yaml:\d+:\d+: DOCUMENT_UNREADABLE\n {2}\S/);
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(200_000)],
    ['question marks', '? '.repeat(100_000)],
    ['brackets with ends', '['.repeat(52) + ']'.repeat(52)],
    ['indentation', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('%s nested too deep, without a crash', (_, text) => {
    expect(textsOf(() => parseYaml(text, 'f.yaml')).join()).toContain('nested more than 50 deep');
  });

  it('an alias bomb costs nothing', () => {
    const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`;
    expect(textsOf(() => parseYaml(bomb, 'f.yaml'))).toHaveLength(80);
  });
});

describe('laws', () => {
  it('arbitrary text gives a value or coded problems, nothing else', () => {
    const bits = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '?',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&',
      '*',
      '!',
      '|',
      '>',
      '"',
      "'",
      '#',
      '%',
      '\t',
      '0',
      '.',
      '<<',
      '---',
      '\u2028',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(bits, { maxLength: 40 }).map((all) => all.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            parseYaml(text, 'f');
          } catch (error) {
            expect(error).toBeInstanceOf(CnsError);
            for (const { source } of (error as CnsError).problems) expect(source?.line).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  const key = fc
    .stringMatching(/^[a-z][a-z0-9./-]{0,8}$/)
    .filter((k) => !['constructor', 'prototype', 'null', 'true', 'false'].includes(k));
  const word = fc.stringMatching(/^[a-z]{3,10}$/).map((w) => `w${w}`);
  const { map } = fc.letrec<{ map: Record<string, unknown>; node: unknown }>((tie) => ({
    map: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 4 }),
    node: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('node'), { maxLength: 3 }),
      tie('map'),
    ),
  }));
  const scalarsOf = (value: unknown, path: Path = []): [Path, unknown][] =>
    typeof value === 'object' && value !== null
      ? (Array.isArray(value) ? value.map((v, i) => [i, v] as const) : Object.entries(value)).flatMap(([k, v]) =>
          scalarsOf(v, [...path, k]),
        )
      : [[path, value]];

  it.each([
    ['block', (value: unknown) => stringify(value)],
    ['flow', (value: unknown) => stringify(value, { collectionStyle: 'flow' })],
    ['json', (value: unknown) => JSON.stringify(value, null, 1)],
  ])('%s: what was written is read, and each position points at its scalar', (_, write) => {
    fc.assert(
      fc.property(map, (value) => {
        const text = write(value);
        const { value: got, positions } = parseYaml(text, 'f');
        expect(got).toEqual(value);
        const lines = text.split('\n');
        for (const [path, scalar] of scalarsOf(value)) {
          const [line = 0, column = 0] = positions.get(formatPath(path)) ?? [];
          const there = lines[line - 1]?.slice(column - 1) ?? '';
          expect(there.startsWith(String(scalar)) || there.startsWith(JSON.stringify(scalar))).toBe(true);
        }
      }),
    );
  });
});

it('maps and lists are found at their key', () => {
  const { positions } = parseYaml('a:\n  b:\n    - x\n    - y: 1\n', 'f');
  expect(Object.fromEntries(positions)).toEqual({
    '': [1, 1],
    a: [1, 1],
    'a.b': [2, 3],
    'a.b[0]': [3, 7],
    'a.b[1]': [4, 7],
    'a.b[1].y': [4, 10],
  });
});
