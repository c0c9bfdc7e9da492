import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/errors.ts';
import { errorRows, OTHER_EXITS } from '../../src/ops/error-docs.ts';

it('has every code once, in order of exit status', () => {
  const rows = errorRows();
  expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  expect(rows.map(({ exit }) => exit)).toEqual(rows.map(({ exit }) => exit).toSorted((a, b) => a - b));
});

it('no code has the status of a yes, a no or a bug', () => {
  const others = new Set<number>(OTHER_EXITS.map(({ exit }) => exit));
  expect(errorRows().filter(({ exit }) => others.has(exit))).toEqual([]);
});
