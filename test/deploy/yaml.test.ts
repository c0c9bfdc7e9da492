import fc from 'fast-check';
import jsYaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { toYaml, toYamlDocuments } from '../../src/deploy/yaml.ts';
import { frozen } from '../../src/plain.ts';

const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['yaml 1.1', (text) => parse(text, { version: '1.1' })],
  ['yaml 1.2', (text) => parse(text, { version: '1.2' })],
  ['js-yaml', (text) => jsYaml.load(text)],
];

/** Every reader gives back what JSON would. */
function expectReadsBack(value: unknown): void {
  const text = toYaml(value);
  for (const [reader, read] of READERS) expect(read(text), `${reader} reads\n${text}`).toEqual(asJson(value));
}

/** -0 is written as 0. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('layout', () => {
  it('is block style, dashes at the column of their key, order as given', () => {
    const value = {
      kind: 'List',
      apiVersion: 'v1',
      items: [{ name: 'a', args: ['-c', '--verbose', 'x: y'], empty: {}, none: [] }, ['p', ['q']], 3, null, true],
      gone: undefined,
      script: '#!/bin/sh\nset -e\n\n\techo hi\n',
      nested: { script: 'a\nb', kept: 'a\n\n', last: 1 },
    };
    expect(toYaml(value)).toBe(`kind: List
apiVersion: v1
items:
- name: a
  args:
  - -c
  - --verbose
  - "x: y"
  empty: {}
  none: []
- - p
  - - q
- 3
- null
- true
script: |
  #!/bin/sh
  set -e

  \techo hi
nested:
  script: |-
    a
    b
  kept: |+
    a

  last: 1
`);
    expectReadsBack(value);
  });

  it.each([
    ['a scalar', 'a', 'a\n'],
    ['null', null, 'null\n'],
    ['a map whose entries are all undefined', { a: undefined }, '{}\n'],
    ['an empty list', [], '[]\n'],
    ['text of several lines', 'a\nb\n', '|\n  a\n  b\n'],
  ])('prints %s as a document', (_, value, expected) => {
    expect(toYaml(value)).toBe(expected);
  });

  it('never folds a long line', () => {
    const long = 'word '.repeat(2_000).trim();
    expect(toYaml({ long })).toBe(`long: ${long}\n`);
  });

  it.each([1_000, 1_001, 5_000])('reads back a key of %i characters', (length) => {
    const key = 'k'.repeat(length);
    const value = { a: 1, [key]: { [key]: [key, { [key]: 'x\ny\n' }] }, b: [{ [key]: [1] }, { [key]: {} }] };
    expectReadsBack(value);
    expect(toYaml({ [key]: 1 }).startsWith('? ')).toBe(length > 1_000);
  });

  it('separates documents with ---', () => {
    const values = [{ a: '---' }, 'x\n---\ny\n\n', [1], '...\n', '--- a'];
    const text = toYamlDocuments(values);
    expect(parseAllDocuments(text).map((d) => ('toJS' in d ? d.toJS() : undefined))).toEqual(values);
    expect(jsYaml.loadAll(text)).toEqual(values);
    expect(toYamlDocuments([])).toBe('');
  });
});

// Each would be read as something else, or not at all, were it plain.
const NASTY = `yes Yes YES no No NO on On ON off Off OFF y Y n N true True TRUE false False FALSE null Null NULL ~
  0777 0o7 0o77 0b11 -0b1 1_000 _1 1__0 12:30 1:30:00 190:20:30.15 1e3 1E3 1.e3 e5 E0 -E0 -e-1 .e5 .5 5. -.5 +.5 +1 -1 0 00 -0
  0x1 0xDEADBEEF 0x1p-2 0x_1 1.2.3 1.2 10.0.0.0/16 123456789012345678901234567890 .inf -.inf +.inf .Inf .INF .nan .NaN .NAN inf nan
  Infinity -Infinity = << ~x 2001-01-01 2001-1-1 2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 2001-12-15
  --- ... --- - -- ? ! & * % @ \` | > [ ] { } , # : :: a: :a a:b a::b -: -a --a ---a ?a !a &a *a %a @a \`a |a >a [a ]a {a }a ,a #a a#b
  ' " \\ '' "" a'b a"b 'a' "a" \\n C:\\x $(A) \${A} $a {{a}} !!str !binary a, [] {} [a] {a:b} http://a:80/b#c key:value
  10Gi 100m 5s 1h30m 1d 0x 0xg 0o8 08 09 1e 1ex 12e03 12t 1z 1T1 v1 1/2 1-2 1+2 a.b/c _ __proto__ constructor toString hasOwnProperty`
  .split(/\s+/)
  .concat(
    ...[
      '',
      ' ',
      '  ',
      ' a',
      'a ',
      'a  b',
      '\t',
      '\ta',
      'a\t',
      'a\tb',
      'a #b',
      'a # b',
      'a: b',
      'a :b',
      'a : b',
      'a:\tb',
    ],
    ...[
      '- x',
      '? x',
      '! x',
      '& x',
      '* x',
      '- - x',
      '-\tx',
      '--- a',
      '... a',
      '---\na',
      '...\na\n',
      '%YAML 1.1',
      '%a\n---\n',
    ],
    ...[
      '2001-12-14 21:59:43.10 -5',
      '2001-12-14 21:59:43',
      "it's",
      'say "hi"',
      `{job="x", a=~"b\\.c"}`,
      `a'b"c`,
      "'",
      '"',
    ],
    ...[
      '\n',
      '\n\n',
      'a\n',
      'a\n\n',
      'a\n\n\n',
      '\na',
      '\n\na\n',
      ' a\nb',
      'a\n b',
      'a \nb',
      'a\n  \nb',
      '\n a',
      '\n\ta',
      'a\n\tb',
    ],
    ...[
      'a\nb ',
      'a\nb\t',
      'a\n ',
      '\ta\nb',
      '# a\nb\n',
      '- a\n- b\n',
      'a: b\nc: d\n',
      '"\na',
      "'\na'",
      '|\na',
      'a\r\nb',
      'a\rb',
      '\r',
    ],
    ...[
      '\0',
      'a\0',
      '\x07',
      '\x1b[0m',
      '\x7f',
      '\x80',
      '\x85',
      'a\x85b',
      '\xa0',
      'a\xa0\nb',
      '\xad',
      '\u2028',
      'a\u2028b',
      '\u2029',
    ],
    ...[
      '\ufeff',
      '\ufeffa',
      'a\ufeffb',
      'a\n\ufeffb',
      '\ufffe',
      '\uffff',
      '\ud800',
      '\udc00',
      'a\ud800b',
      '\udc00\ud800',
      '\ud83d\n',
    ],
    ...['😀', 'a😀\nb', 'é', 'ß: x', '日本語', '日本\n語\n', '\u202eabc', '\u200b', '\u3000', 'İ', 'x\u0000\ny'],
  );

describe('strings', () => {
  it.each(NASTY.map((text) => [text]))('%j reads back as value, key, list entry and document', (text) => {
    expectReadsBack({ value: text, list: [text, [text]], [text]: { [text]: text } });
    expectReadsBack({ [text]: [{ [text]: [text] }], 'then another': [text, text] });
    expectReadsBack(text);
    expectReadsBack([text]);
  });

  it.each([
    ['nvcr.io/nvidia/driver:580.82.07', 'nvcr.io/nvidia/driver:580.82.07'],
    ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/control-plane'],
    ['10Gi', '10Gi'],
    ['100m', '100m'],
    ['$(POD_NAME)', '$(POD_NAME)'],
    ['a sentence, with a comma', 'a sentence, with a comma'],
    ['580.82.07', '"580.82.07"'],
    ['12d', '"12d"'],
    ['true', '"true"'],
    ['up{job="x"} > 0', `'up{job="x"} > 0'`],
    [`it's a "b"`, `'it''s a "b"'`],
    ['a\u2028\ufeff\t\xa0', '"a\\u2028\\ufeff\\t\\u00a0"'],
    ['\ud800', '"\\ud800"'],
    ['a\u{e0041}b', '"a\\U000e0041b"'],
    ['zone “a”', '"zone “a”"'],
  ])('%j is printed as %s', (text, expected) => {
    expect(toYaml(text)).toBe(`${expected}\n`);
    expect(toYaml({ [text]: 1 })).toBe(`${expected}: 1\n`);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [-1.5, '-1.5'],
    [1e21, '1.0e+21'],
    [-1e-7, '-1.0e-7'],
    [1.5e300, '1.5e+300'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%d is printed as %s', (value, expected) => {
    expect(toYaml(value)).toBe(`${expected}\n`);
    expectReadsBack(value);
  });
});

const cycle: Record<string, unknown> = {};
cycle.again = { cycle };

class Point {
  readonly x = 1;
}

describe('what is not plain data', () => {
  it.each([
    [undefined, 'not plain data at the document itself: undefined'],
    [{ spec: { list: [1, undefined] } }, 'not plain data at spec.list[1]: undefined'],
    [{ a: () => 1 }, 'not plain data at a: a function'],
    [{ a: [{ b: new Date(0) }] }, 'not plain data at a[0].b: a Date'],
    [{ a: Number.NaN }, 'not plain data at a: NaN'],
    [[Number.POSITIVE_INFINITY], 'not plain data at [0]: Infinity'],
    [{ a: 1n }, 'not plain data at a: a bigint'],
    [{ a: Symbol('a') }, 'not plain data at a: a symbol'],
    [{ a: new Map() }, 'not plain data at a: a Map'],
    [{ a: new Point() }, 'not plain data at a: a Point'],
    [{ a: new String('a') }, 'not plain data at a: a String'],
  ])('%o is refused', (value, message) => {
    expect(() => toYaml(value)).toThrow(new TypeError(message));
  });

  it('refuses a value that contains itself', () => {
    expect(() => toYaml(cycle)).toThrow(
      /^not plain data at again\.cycle\.again.*: more than 90 levels, or a value that/,
    );
  });

  it('reads back 90 levels', () => {
    let value: unknown = 'deep';
    for (let i = 0; i < 45; i++) value = { k: [value] };
    expectReadsBack(value);
    expect(() => toYaml([value])).toThrow(TypeError);
  });
});

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...' \n\t\r:#-?\'"\\|>a1eE0x_.+~=<!&*%@`{}[],y\u0085\u2028\ufeff\ud800é') }),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join('\n')),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 3 }).map((parts) => parts.join('')),
  fc.stringMatching(/^[-+.]?[0-9a-fxobeEpT_:.+Z-]{1,8}$/),
);

const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('laws', () => {
  it('every reader gives back any string', () => {
    fc.assert(
      fc.property(text, (s) => expectReadsBack({ [s]: s, list: [s] })),
      { numRuns: 3_000 },
    );
  });

  it('every reader gives back any JSON value', () => {
    fc.assert(fc.property(anything, expectReadsBack), { numRuns: 2_000 });
    fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary' }), expectReadsBack), { numRuns: 500 });
  });

  it('any documents stay apart', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 5 }), (values) => {
        expect(jsYaml.loadAll(toYamlDocuments(values))).toEqual(asJson(values));
      }),
      { numRuns: 500 },
    );
  });

  it('what is frozen prints the same, wherever it stands and however often', () => {
    fc.assert(
      fc.property(anything, anything, (value, other) => {
        const document = (part: unknown) => ({ one: part, two: { three: part, four: [part, [part]] }, five: other });
        const expected = toYaml(document(value));
        const shared = frozen(structuredClone(value));
        expect([toYaml(document(shared)), toYaml(document(shared))]).toEqual([expected, expected]);
        expect(toYaml(shared)).toBe(toYaml(value));
      }),
      { numRuns: 500 },
    );
  });

  it('what is frozen at its top only is printed as it is each time', () => {
    const inside = { a: 1 };
    const shallow = Object.freeze({ inside });
    expect(toYaml({ shallow })).toBe('shallow:\n  inside:\n    a: 1\n');
    inside.a = 2;
    expect(toYaml({ shallow })).toBe('shallow:\n  inside:\n    a: 2\n');
  });

  it('what is read back prints the same', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(toYaml(asJson(value))).toBe(toYaml(value));
      }),
    );
  });
});

it('prints 10,000 small documents in well under a second', () => {
  const documents = Array.from({ length: 10_000 }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `config-${i}`,
      namespace: 'gpu-operator',
      labels: { 'app.kubernetes.io/name': 'a', n: String(i) },
    },
    data: { key: 'value with spaces', script: '#!/bin/sh\nexit 0\n', query: 'up{job="x"}' },
  }));
  const start = performance.now();
  const text = toYamlDocuments(documents);
  // 60-100 ms on a laptop; ten times that is left for a machine under load.
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(text.length).toBeGreaterThan(2_000_000);
});
