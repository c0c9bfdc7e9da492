import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/deploy/yaml.ts';
import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { readData } from '../../src/io/read-data.ts';

type Answer = { readonly value: unknown } | { readonly problems: string };

function answer(read: () => unknown): Answer {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    return { problems: error.message };
  }
}

/** Both readers say the same: the same value, or the same problems. */
function expectAgreement(text: string): void {
  expect(answer(() => readData(text, 'f'))).toEqual(answer(() => parseYaml(text, 'f').value));
}

/** Everything in which readers of YAML are known to differ, and what the strict parser refuses. */
const CASES = [
  '',
  '\n',
  '# only a comment\n',
  '~',
  'null',
  'a: ~',
  'a:',
  'a: # nothing\n',
  '- \n- 1',
  'a: {b}',
  'a: [1,,2]',
  '[a, b: 1]',
  'a: &x 1\nb: *x',
  'a: &x 1',
  '*x',
  'a: !!str 1',
  'a: ! 1',
  'a: !local 1',
  '<<: {a: 1}',
  'a: <<',
  'a: 1\na: 2',
  '{"a": 1, "a": 2}',
  '{"a": 1, "\\u0061": 2}',
  'a: 1\n---\nb: 2',
  '---\na: 1\n',
  'a: 1\n...\n',
  '%YAML 1.1\n---\na: yes',
  '%YAML 1.2\n---\na: yes',
  'a: 010',
  'a: 0o10',
  'a: 0x1F',
  'a: -0x1F',
  'a: 0b11',
  'a: 1_000',
  'a: 1:30',
  'a: +1',
  'a: -0',
  'a: 00',
  'a: 1.',
  'a: .5',
  'a: 1e3',
  'a: 1E+3',
  'a: .e3',
  'a: 1.10',
  'a: .inf',
  'a: -.INF',
  'a: .nan',
  'a: 1e400',
  'a: 9007199254740993',
  '{"a": 9007199254740993}',
  '{"a": 1e400}',
  '{"a": 1e300}',
  '{"a": -0}',
  'a: 9007199254740991',
  '1: a',
  '1.10: a',
  '1.5: a',
  '0x10: a',
  'true: a',
  '"true": a',
  'null: a',
  '~: a',
  '"null": a',
  '? a\n: b',
  '? [a]\n: b',
  '? {a: 1}\n: b',
  '__proto__: 1',
  '{"__proto__": 1}',
  'constructor: 1',
  '{"a": {"prototype": 1}}',
  'a: yes',
  'a: on',
  'a: 2026-01-01',
  'a: Null',
  'a: TRUE',
  'a: |\n  x\n  y\n',
  'a: |-\n  x\n\n',
  'a: |+\n  x\n\n',
  'a: >\n  x\n  y\n\n  z\n   more\n',
  'a: |2\n   x\n',
  'a: "x\n  y"',
  "a: 'x\n\n  y'",
  'a: x\n  y\n  z',
  'a: "\\x41\\u0042\\U00000043\\/\\e\\_\\L"',
  'a: "\\ud83d\\ude00"',
  '{"a": "\\ud83d"}',
  "a: 'it''s'",
  'a: b #c',
  'a: b#c',
  'a: "b" # c',
  'a:\tb',
  '\ta: b',
  'a: b\r\nc: d\r\n',
  'a: b\rc: d',
  'a: x\u0085y',
  'a: x\u2028y',
  '\ufeffa: 1',
  'a: \u0007',
  '{"a": "\u007f"}',
  '[1,2',
  '{"a"',
  '"a',
  '{"a":1}',
  '{"a":1,}',
  '[1,]',
  '{a: 1}',
  '{a:1}',
  '[{"a": "b: c"}, "d"]',
  '{"a": "\\"}", "b": ":"}',
  '{"a\\\\": 1}',
  'a: [b\n]',
  '- - 1\n  - 2',
  'a:\n- 1\nb: 2',
  '[object Object]: 1',
  '"[object Object]": 1',
  'a: {? b : c}',
  'a: @b',
  'a: `b',
  'a: %b',
  'a: -',
  'a: ?',
  'a: :',
  '-',
  '- -',
  '"": 1',
  'a b: c d',
];

it.each(CASES.map((text) => [JSON.stringify(text), text]))('%s reads as the strict parser reads it', (_, text) => {
  expectAgreement(text);
});

it('so does whatever the printer writes, and any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expectAgreement(JSON.stringify(plain));
      expectAgreement(JSON.stringify(plain, null, 2));
      const text = answer(() => toYaml(plain));
      if ('value' in text) expectAgreement(text.value as string);
    }),
    { numRuns: 60 },
  );
});

it('and any text that is made of what YAML is made of', () => {
  const token = fc.constantFrom(
    ...[
      'a',
      'b',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      ' ',
      '"',
      "'",
      '|',
      '>',
      '&x',
      '*x',
      '!t',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '#',
      ' #',
      '?',
      '---',
      '0',
      '1',
      '.5',
      'true',
      '~',
      'null',
      '\t',
      '\\',
      '<<',
      '%',
      '1.0',
      'e3',
      '0x',
      ':',
    ],
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }), (tokens) => expectAgreement(tokens.join(''))),
    { numRuns: 150 },
  );
});

describe('documents with one thing changed', () => {
  const text = toYaml({
    a: [
      { name: 'x', value: '1.10' },
      { name: 'y', on: true },
    ],
    'b/c': { d: 'multi\nline\n', e: null, f: 1.5 },
  });

  it('read as the strict parser reads them', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom(...'&*!|>\'"%@:#-[]{},\n ?~0x'), (at, char) =>
        expectAgreement(text.slice(0, at) + char + text.slice(at + 1)),
      ),
      { numRuns: 150 },
    );
  });
});

it.each([50, 51])('lists %i deep', (depth) => {
  expectAgreement(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
  expectAgreement(`${'- '.repeat(depth)}1`);
});

it('deep nesting ends no process', () => {
  for (const text of ['['.repeat(100_000), `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '- '.repeat(20_000)])
    expect(answer(() => readData(text, 'f'))).toHaveProperty('problems');
});

it('what only the strict parser could tell about is refused where it is too large for it', () => {
  const large = `a: &x 1\nb: ${'x'.repeat(5 * 1024 * 1024)}\n`;
  const { problems } = answer(() => readData(large, 'big.yaml')) as { readonly problems: string };
  expect(problems).toContain('LIMIT_EXCEEDED');
  expect(problems).toContain('big.yaml has 5242892 characters and has an anchor');
});
