import fc from 'fast-check';
import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import { toYaml } from '../../src/deploy/yaml.ts';

/** What readers of YAML take differently, or stumble over. */
export const TRAPS = [
  ...['yes', 'on', '0o17', '010', '0x1F', '1e3', '.inf', '-.INF', '.nan', '1_000', '2024-01-01', '12:30:45', '~', '-0'],
  ...['1.10', '1.', '+1', '.5', '-1', 'null', 'Null', 'true', 'False', '9007199254740993', '1'.repeat(300), '1e999'],
  ...[
    '<<',
    '__proto__',
    'constructor',
    '!!str ',
    '&a ',
    '*a',
    '? ',
    '?',
    '- ',
    '-',
    ': ',
    ':',
    ',',
    '#',
    ' #',
    '  # c',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '|',
    '|-',
    '|+',
    '|2',
    '>',
    '>-',
    '"',
    "'",
    '%',
    '@',
    '`',
    '=',
    '\\',
    '\\n',
    '\\x41',
    '\\u00e9',
  ],
  ...['\t', '\n', '\n  ', '\n\n', '\n- ', '\n# c', '\n---\n', '\n...\n', '---', '...', '\r\n', '\r', ' ', '  '],
  ...['\ufeff', '\u0085', '\u2028', '\ud800', 'é', '\u0000', '\u007f', 'a', 'b', 'a: 1\n', 'b:\n', 'c: |\n  x\n'],
] as const;

const trap = fc.constantFrom(...TRAPS);

const tameText = fc.oneof(
  fc.stringMatching(/^[a-z]{1,4}([ :.#-][a-z0-9]{1,4}){0,3}$/),
  fc.stringMatching(/^[a-z]{1,5}( [a-z0-9]{1,8}){10,30}$/),
  fc.constantFrom('', '1', 'true', 'x: y', 'a\nb', 'a\n\nb\n', 'a\n', "it's", 'q"q', '- x', '#', 'a #b', '[x]', '*'),
);
const wildText = fc.oneof(
  trap,
  fc.string({ maxLength: 12 }),
  fc.array(trap, { maxLength: 4 }).map((parts) => parts.join('')),
  fc.stringMatching(/^([a-z ]{0,4}\n){1,4}[a-z]{0,3}$/),
);

const dataOf = (
  text: fc.Arbitrary<string>,
  key: fc.Arbitrary<string>,
  number: fc.Arbitrary<number>,
): fc.Arbitrary<unknown> =>
  fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 3 }),
    ),
  })).node;

/** Data that programs have. */
export const tameData = dataOf(tameText, fc.stringMatching(/^k[a-z./-]{0,4}$/), fc.integer());
const wildData = dataOf(wildText, fc.oneof(fc.stringMatching(/^[a-z]{1,4}$/), wildText), fc.double());

type Print = (value: unknown) => string;

/** Printers as people use them: each with its styles. */
const printer: fc.Arbitrary<Print> = fc.oneof(
  fc.constant<Print>(toYaml),
  fc.constantFrom(0, 1, 2, '\t').map(
    (indent): Print =>
      (value) =>
        JSON.stringify(value, null, indent),
  ),
  fc
    .record({
      indent: fc.constantFrom(2, 3, 4),
      indentSeq: fc.boolean(),
      collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
      lineWidth: fc.constantFrom(0, 40, 80),
      singleQuote: fc.constantFrom(null, true, false),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'BLOCK_LITERAL' as const),
      nullStr: fc.constantFrom('null', '~'),
    })
    .map(
      (options): Print =>
        (value) =>
          stringify(value, options),
    ),
  fc
    .record({
      noArrayIndent: fc.boolean(),
      lineWidth: fc.constantFrom(-1, 20, 80),
      flowLevel: fc.constantFrom(-1, -1, 1, 2),
      forceQuotes: fc.boolean(),
      condenseFlow: fc.boolean(),
    })
    .map(
      (options): Print =>
        (value) =>
          dump(value, { ...options, noRefs: true }),
    ),
);

const printed = fc.tuple(fc.oneof(wildData, tameData, tameData), printer).map(([data, print]) => {
  try {
    return print(data);
  } catch {
    // A printer that does not take what no document can hold, such as infinity.
    return '';
  }
});

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 1, 2, 3),
  put: fc.oneof(fc.constant(''), trap),
});

/** What was printed, with a few characters changed, and at times the line ends of Windows. */
const edited = fc.tuple(printed, fc.array(edit, { maxLength: 3 }), fc.boolean()).map(([text, edits, windows]) => {
  const now = edits.reduce((all, { at, cut, put }) => {
    const i = Math.floor(at * (all.length + 1));
    return all.slice(0, i) + put + all.slice(i + cut);
  }, text);
  return windows && edits.length !== 1 ? now.replaceAll('\n', '\r\n') : now;
});

/** Lines as people write them, at columns that fit or do not. */
const LINES = [
  ...['a: 1', 'b: x', 'c:', 'd: |', '- e', '- f: 1', '- g:', '- - h', '-', 'x', '"q": 1', "'s': t", '"q"', 'k: "v w"'],
  ...[
    "l: 'it''s'",
    'm: [1, a]',
    'n: {o: p}',
    '{}',
    '[]',
    'r: []',
    '# c',
    '',
    '  ',
    't: u # c',
    'v: >',
    'w: |-',
    'z: |+',
  ],
  ...['y: "a', 'b"', '- |', '- [a,', 'b]', '--- ', '---', '...', 'k:1', 'k :1', 'k : 1', '- "a": b', '- ? a', 'a: b c'],
  ...['b: - c', 'c: a: b', '1: 2', '1.10: x', 'a: -', 'a: - b', 'a: "x" y', 'a: #c', 'a: 1 #c', 'a: 1#c', '"a":b'],
  ...['- # c', '-  a: 1', '-   - b', 'a: ~', 'a: null', '~: a', 'a: {', '}', 'a: "x"', '-\ta', 'a:\tb'],
] as const;
const columns = fc.constantFrom(0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6);
const written = fc
  .array(fc.tuple(columns, fc.constantFrom(...LINES)), { minLength: 1, maxLength: 7 })
  .map((lines) => lines.map(([column, line]) => `${' '.repeat(column)}${line}`).join('\n'));

/** Texts that are YAML, nearly, or not at all. */
export const documents: fc.Arbitrary<string> = fc.oneof(
  printed,
  edited,
  edited,
  written,
  fc.array(trap, { maxLength: 12 }).map((parts) => parts.join('')),
);
