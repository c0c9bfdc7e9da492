import { expect, it } from 'vitest';
import { schemaSarif } from '../../../src/report/schema/sarif.ts';
import type { FileVerdict } from '../../../src/report/schema/verdict.ts';

const problem = {
  code: 'DOCUMENT_INVALID',
  message: 'got 1: expected string',
  hint: 'write it in quotes',
  path: 'a.b',
  source: { file: 'f.yaml', line: 3, column: 5 },
} as const;
const file = (name: string, verdict: Partial<FileVerdict> = {}): FileVerdict => ({
  file: name,
  state: 'invalid',
  documents: [],
  problems: [problem],
  more: 0,
  ...verdict,
});
const run = (...files: FileVerdict[]) => schemaSarif({ schema: 'v1', files }).runs[0];

it('a result for every problem, with its place', () => {
  expect(run(file('f.yaml'))?.results).toEqual([
    {
      ruleId: 'DOCUMENT_INVALID',
      level: 'error',
      message: { text: 'a.b: got 1: expected string (write it in quotes)' },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'f.yaml' }, region: { startLine: 3, startColumn: 5 } },
          logicalLocations: [{ fullyQualifiedName: 'a.b', kind: 'member' }],
        },
      ],
    },
  ]);
});

it('a rule for every code that there is, once', () => {
  const unreadable = { code: 'DOCUMENT_UNREADABLE', message: 'm' } as const;
  const found = run(file('a'), file('b', { problems: [unreadable, problem], state: 'unreadable' }));
  expect(found?.tool.driver.rules?.map(({ id }) => id)).toEqual(['DOCUMENT_INVALID', 'DOCUMENT_UNREADABLE']);
  expect(found?.invocations).toEqual([{ executionSuccessful: false }]);
  expect(found?.results?.[1]?.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'b' } } }]);
});

it('says how many problems are not listed', () => {
  expect(run(file('a', { more: 7 }), file('b'))?.invocations).toEqual([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'warning', message: { text: 'a: 7 more problems, not listed' } }],
    },
  ]);
});

it('files that are valid are named too', () => {
  const found = run(file('a.yaml', { state: 'valid', problems: [] }));
  expect([found?.artifacts, found?.results, found?.invocations]).toEqual([
    [{ location: { uri: 'a.yaml' } }],
    [],
    [{ executionSuccessful: true }],
  ]);
});

it.each([
  ['./clusters/a.yaml', 'clusters/a.yaml'],
  ['/tmp/a b.yaml', 'file:///tmp/a%20b.yaml'],
  ['c:/a.yaml', 'c%3A/a.yaml'],
  ['standard input', 'standard%20input'],
])('the address of %s is %s', (name, uri) => {
  expect(run(file(name))?.artifacts?.[0]?.location?.uri).toBe(uri);
});
