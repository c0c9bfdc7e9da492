import { expect, it } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { atFlag, FLAGS } from '../../src/ops/at-flag.ts';

const flags = new Map([
  ['criteria.service', '--service'],
  ['gitops.path', '--path'],
]);
const problem = (path: string, file?: string): Problem => ({
  code: 'QUERY_INVALID',
  message: 'm',
  path,
  ...(file ? { source: { file, line: 7, column: 1 } } : {}),
});

it.each([
  ['a value of a flag names it', problem('criteria.service', FLAGS), '--service'],
  ['also where a file gave the rest', problem('criteria.service', 'c.yaml'), '--service'],
  ['also below its path', problem('gitops.path.x'), '--path'],
  ['a value of the file keeps its place', problem('criteria.os', 'c.yaml'), 'c.yaml'],
  ['no place is made up', problem('criteria.os', FLAGS), undefined],
])('%s', (_, given, file) => {
  expect(atFlag(given, flags).source?.file).toBe(file);
});
