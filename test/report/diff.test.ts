import { describe, expect, it } from 'vitest';
import { compareDocuments } from '../../src/diff/drift.ts';
import type { DriftReport } from '../../src/diff/report.ts';
import { fleetText } from '../../src/report/diff/fleet.ts';
import { humanDrift } from '../../src/report/diff/human.ts';
import { driftData, fleetData } from '../../src/report/diff/json.ts';
import { code, markdownDrift, markdownFleet } from '../../src/report/diff/markdown.ts';
import { patchText } from '../../src/report/diff/patch.ts';
import { shownValue } from '../../src/report/diff/shown.ts';
import { tableDrift } from '../../src/report/diff/table.ts';
import { ignoring } from '../diff/values.ts';

const snapshot = (measurements: object, taken: string) => ({
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Snapshot',
  metadata: { taken },
  measurements,
});

const held = (a: unknown, b: unknown, name = 'b.yaml'): DriftReport => ({
  before: { name: 'a.yaml', kind: 'Snapshot' },
  after: { name, kind: 'Snapshot' },
  ...compareDocuments(a, b, ignoring('nothing.here')),
});

const a = snapshot({ gpu: { nvidia: { driver: '580.1' } }, os: { swap: 1, gone: [1] }, x: 0 }, '1');
const report = held(a, snapshot({ gpu: { nvidia: { driver: '580.2' } }, os: { swap: 2, new: { k: 'v' } }, x: 0 }, '2'));
const same = held(a, a, 'c.yaml');

it('human', () => {
  expect(
    humanDrift(report, { colours: false }),
  ).toBe(`a.yaml → b.yaml (Snapshot): 4 differences: 1 critical, 3 warning. 1 difference ignored.

CRITICAL (1)
  measurements.gpu.nvidia.driver  the driver decides which CUDA, firmware and operator run
    - "580.1"
    + "580.2"

WARNING (3)
  measurements.os.gone  how the operating system is set
    - [1]
  measurements.os.new  how the operating system is set
    + {"k":"v"}
  measurements.os.swap  how the operating system is set
    - 1
    + 2
`);
  expect(humanDrift(same, { colours: false })).toBe('c.yaml (Snapshot) is as a.yaml.\n');
});

it('human, in colours, says the same', () => {
  const text = humanDrift(report, { colours: true });
  expect(text).toContain('\x1b[1;31mCRITICAL (1)\x1b[0m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are such characters
  expect(text.replaceAll(/\x1b\[[0-9;]*m/g, '')).toBe(humanDrift(report, { colours: false }));
});

it('human tells what moved', () => {
  const moved = { ...same, moved: [{ object: 'ConfigMap/x/y', from: 'a.yaml', to: 'b.yaml' }] };
  expect(humanDrift(moved, { colours: false })).toContain(
    '\nMoved, and otherwise as it was: ConfigMap/x/y from a.yaml to b.yaml\n',
  );
});

it('table', () => {
  expect(tableDrift(report)).toBe(`SEVERITY  CHANGE   PATH                            BEFORE   AFTER
critical  changed  measurements.gpu.nvidia.driver  "580.1"  "580.2"
warning   removed  measurements.os.gone            [1]
warning   added    measurements.os.new                      {"k":"v"}
warning   changed  measurements.os.swap            1        2
`);
});

it('json', () => {
  expect(driftData(report)).toEqual({
    before: { name: 'a.yaml', kind: 'Snapshot' },
    after: { name: 'b.yaml', kind: 'Snapshot' },
    identical: false,
    counts: { critical: 1, warning: 3, info: 0 },
    differences: [
      {
        path: 'measurements.gpu.nvidia.driver',
        keys: ['measurements', 'gpu', 'nvidia', 'driver'],
        change: 'changed',
        severity: 'critical',
        reason: 'the driver decides which CUDA, firmware and operator run',
        before: '580.1',
        after: '580.2',
      },
      ...[
        ['gone', 'removed', { before: [1] }] as const,
        ['new', 'added', { after: { k: 'v' } }] as const,
        ['swap', 'changed', { before: 1, after: 2 }] as const,
      ].map(([key, change, values]) => ({
        path: `measurements.os.${key}`,
        keys: ['measurements', 'os', key],
        change,
        severity: 'warning',
        reason: 'how the operating system is set',
        ...values,
      })),
    ],
    ignored: [{ path: 'metadata.taken', reason: 'when the snapshot was taken', from: 'default', differences: 1 }],
    unusedIgnores: [{ path: 'nothing.here', reason: 'a test', from: 'test' }],
    moved: [],
  });
  expect(fleetData({ before: same.before, clusters: [same] })).toMatchObject({ identical: true });
});

it('patch: one operation a line, and always JSON', () => {
  expect(patchText([])).toBe('[]\n');
  expect(
    patchText([
      { op: 'remove', path: '/a' },
      { op: 'add', path: '/b', value: null },
    ]),
  ).toBe('[\n  {"op":"remove","path":"/a"},\n  {"op":"add","path":"/b","value":null}\n]\n');
});

it('one row a cluster', () => {
  expect(
    fleetText({ before: report.before, clusters: [report, same] }),
  ).toBe(`CLUSTER  VERDICT    CRITICAL  WARNING  INFO  IGNORED
b.yaml   drifted    1         3        0     1
c.yaml   as it was  0         0        0     0

1 of 2 clusters drifted from a.yaml.
`);
});

describe('markdown', () => {
  it('folds by severity', () => {
    expect(markdownDrift(report)).toBe(`### Drift: \`a.yaml\` → \`b.yaml\`

4 differences: 1 critical, 3 warning. 1 difference ignored.

<details open><summary><b>critical</b>: 1</summary>

- \`measurements.gpu.nvidia.driver\`: \`"580.1"\` → \`"580.2"\` (the driver decides which CUDA, firmware and operator run)

</details>

<details><summary><b>warning</b>: 3</summary>

- \`measurements.os.gone\`: removed \`[1]\` (how the operating system is set)
- \`measurements.os.new\`: added \`{"k":"v"}\` (how the operating system is set)
- \`measurements.os.swap\`: \`1\` → \`2\` (how the operating system is set)

</details>
`);
    expect(markdownDrift(same)).toContain('No drift.');
  });

  it('has a row and a fold for each of many', () => {
    const text = markdownFleet({
      before: report.before,
      clusters: [report, { ...same, after: { ...same.after, name: 'a|b' } }],
    });
    expect(text).toContain('1 of 2 clusters drifted.');
    expect(text).toContain('| `b.yaml` | 4 differences: 1 critical, 3 warning |\n| `a\\|b` | as it was |\n');
    expect(text).toContain('#### `b.yaml`');
  });

  it.each(['</details><script>', '`', '``x``', '@everyone', '[a](b)', '\n\n# title', '<!-- -->', '|', '\\'])(
    'no value is markup: %j',
    (value) => {
      const text = markdownDrift(held({ k: 1 }, { k: value, [value]: 2 }));
      const spans = text.replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
      expect(spans).not.toContain(value.trim());
      expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1);
    },
  );

  it.each([
    ['a', '`a`'],
    ['`', '`` ` ``'],
    ['a``b', '```a``b```'],
    ['', '`  `'],
  ])('%j as code is %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('is never longer than a comment may be, and closes what it opened', () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`key${i}`, 'x'.repeat(300)]));
    const long = held(snapshot(many, '1'), snapshot({}, '1'));
    for (const text of [markdownDrift(long), markdownFleet({ before: long.before, clusters: [long, long] })]) {
      expect(text.length).toBeLessThan(60_000);
      expect(text.split('<details').length).toBe(text.split('</details>').length);
      expect(text).toMatch(/Cut here: \d+ more\. `--format json` has all\./);
    }
  });
});

it('what is shown misleads no terminal and is cut where it is long', () => {
  expect(shownValue('a\x1b[2J\u009b\u202eb')).toBe('"a\\u001b[2J\\u009b\\u202eb"');
  expect(shownValue('x'.repeat(500))).toMatch(/^"x{158}… \(502 characters\)$/);
});
