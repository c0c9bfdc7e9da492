import { expect, it } from 'vitest';
import type { Problem } from '../../../src/errors.ts';
import { schemaText } from '../../../src/report/schema/text.ts';
import type { FileVerdict } from '../../../src/report/schema/verdict.ts';

const problem = (line: number): Problem => ({
  code: 'DOCUMENT_INVALID',
  message: 'got 1: expected string',
  path: 'a',
  source: { file: 'f', line, column: 1 },
});
const file = (verdict: Partial<FileVerdict>): FileVerdict => ({
  file: 'f',
  state: 'valid',
  documents: [],
  problems: [],
  more: 0,
  ...verdict,
});
const text = (verdict: Partial<FileVerdict>): string => schemaText({ schema: 'v1', files: [file(verdict)] });
const pod = { apiVersion: 'v1', kind: 'Pod' };

it.each<[string, Partial<FileVerdict>, string]>([
  ['one document', { documents: [pod] }, 'f: valid: Pod v1, schema v1\n'],
  [
    'several, by name',
    { documents: [pod, { apiVersion: 'v1', kind: 'Node' }, pod] },
    'f: valid: Node v1, 2 × Pod v1, schema v1\n',
  ],
  [
    'one problem',
    { state: 'invalid', problems: [problem(1)] },
    'f:1:1: DOCUMENT_INVALID at a\n  got 1: expected string\nf: invalid: 1 problem, schema v1\n',
  ],
  [
    'no schema for it',
    { state: 'unknown', problems: [{ code: 'VERSION_UNKNOWN', message: 'm' }] },
    'VERSION_UNKNOWN\n  m\nf: not checked: 1 problem, schema v1\n',
  ],
  [
    'not readable',
    { state: 'unreadable', problems: [{ code: 'DOCUMENT_UNREADABLE', message: 'm' }] },
    'DOCUMENT_UNREADABLE\n  m\nf: not readable: 1 problem, schema v1\n',
  ],
])('%s', (_, verdict, expected) => {
  expect(text(verdict)).toBe(expected);
});

it.each([
  [50, 0, undefined],
  [51, 0, 'f: 1 more, not shown; --format json shows all of them'],
  [1000, 7, 'f: 957 more, not shown; --format json shows more of them'],
])('%i problems and %i besides: says how many are not shown', (count, more, said) => {
  const lines = text({
    state: 'invalid',
    problems: Array.from({ length: count }, (_, i) => problem(i + 1)),
    more,
  }).split('\n');
  expect(lines.filter((line) => line.includes('DOCUMENT_INVALID'))).toHaveLength(50);
  expect(lines.at(-2)).toBe(`f: invalid: ${count + more} problems, schema v1`);
  expect(lines.find((line) => line.includes('not shown'))).toBe(said);
});
