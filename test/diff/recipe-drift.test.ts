import { expect, it } from 'vitest';
import { type Requirement, recipeDrift } from '../../src/diff/recipe-drift.ts';
import { ignoring } from './values.ts';

const wanted = (id: string, outcome: Requirement['outcome'], more: Partial<Requirement> = {}): Requirement => ({
  area: 'components',
  id,
  outcome,
  severity: 'critical',
  expected: 'v2',
  found: 'v1',
  why: 'it was tested',
  ...more,
});

it('what is not met is changed, what is unknown is missing, and what is met is no difference', () => {
  const { differences } = recipeDrift(
    [
      wanted('d', 'unknown', { found: '', because: 'no collector k8s', severity: 'high' }),
      wanted('c', 'not-met'),
      wanted('b', 'met'),
      wanted('a', 'not-applicable'),
    ],
    ignoring(),
  );
  expect(differences).toEqual([
    {
      path: ['components', 'c'],
      change: 'changed',
      severity: 'critical',
      reason: 'it was tested',
      before: 'v2',
      after: 'v1',
    },
    {
      path: ['components', 'd'],
      change: 'removed',
      severity: 'warning',
      reason: 'unknown: no collector k8s',
      before: 'v2',
    },
  ]);
});

it.each([
  ['components.c', ['d']],
  ['components', []],
  ['*.d', ['c']],
  ['**', []],
])('ignoring %s leaves %j, and says how much it left out', (path, left) => {
  const all = [wanted('c', 'not-met'), wanted('d', 'unknown')];
  const { differences, ignored, unused } = recipeDrift(all, ignoring(path, 'nothing'));
  expect(differences.map((one) => one.path[1])).toEqual(left);
  expect(ignored.map((rule) => [rule.path, rule.differences])).toEqual([[path, 2 - left.length]]);
  expect(unused.map((rule) => rule.path)).toEqual(['nothing']);
});
