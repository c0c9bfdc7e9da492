import { expect, it } from 'vitest';
import type { Check } from '../../src/contract/check.ts';
import type { ReportItem } from '../../src/contract/report.ts';
import { CHECKS } from '../../src/validate/checks.ts';
import { runChecks } from '../../src/validate/run-checks.ts';
import type { Subject } from '../../src/validate/subject.ts';
import { anItem } from '../report/validation/a-report.ts';
import { aSnapshot } from '../snapshot/a-snapshot.ts';
import { aRecipe } from './a-recipe.ts';

const subject: Subject = {
  recipe: aRecipe(),
  snapshots: [
    { file: 'a.yaml', snapshot: aSnapshot({ taken: '2026-11-20T08:00:00Z' }) },
    { file: 'b.yaml', snapshot: aSnapshot({ taken: '2026-11-20T07:59:59.999Z' }) },
  ],
};
const check = (name: string, area: string, run: () => readonly ReportItem[]): Check<Subject> => ({
  name,
  summary: name,
  area,
  reads: [],
  run,
});

it('a check that throws is unknown, and the others still speak', () => {
  const report = runChecks(subject, [
    check('bad', 'one', () => {
      throw new Error('no such field');
    }),
    check('good', 'two', () => [anItem({ id: 'good/a', area: 'two', outcome: 'met' })]),
  ]);
  expect(report.items.map(({ id, outcome, because }) => [id, outcome, because])).toEqual([
    ['bad/failed', 'unknown', 'the check failed: no such field'],
    ['good/a', 'met', undefined],
  ]);
  expect(report.counts).toEqual({ met: 1, unknown: 1, 'not-met': 0, 'not-applicable': 0 });
});

it.each([
  ['no check', []],
  ['checks without items', [check('a', 'a', () => [])]],
  ['nothing that applies', [check('a', 'a', () => [anItem({ outcome: 'not-applicable' })])]],
])('%s is an error, never a pass', (_, checks) => {
  expect(() => runChecks(subject, checks)).toThrow('nothing of the recipe demo can be checked');
});

it('areas stand in the order of the checks, and in them the worst comes first', () => {
  const item = (id: string, area: string, parts: Partial<ReportItem>) => anItem({ id, area, ...parts });
  const report = runChecks(subject, [
    check('z', 'z', () => [
      item('z/1', 'z', { outcome: 'met' }),
      item('z/2', 'z', { outcome: 'not-met', severity: 'low' }),
      item('z/3', 'z', { outcome: 'not-met', severity: 'critical' }),
      item('z/4', 'z', { outcome: 'unknown' }),
    ]),
    check('a', 'a', () => [item('a/1', 'a', {})]),
  ]);
  expect(report.items.map(({ id }) => id)).toEqual(['z/3', 'z/2', 'z/4', 'z/1', 'a/1']);
});

it('ids are unique and begin with the check, whatever a check says', () => {
  const report = runChecks(subject, [
    check('a', 'a', () => [anItem({ id: 'x' }), anItem({ id: 'x' }), anItem({ id: 'a/x' })]),
  ]);
  expect(report.items.map(({ id }) => id)).toEqual(['a/x', 'a/x#2', 'a/x#3']);
});

it('stands for the time of the newest snapshot, or for the one that is handed in', () => {
  const checks = [check('a', 'a', () => [anItem({ id: 'a/1' })])];
  expect(runChecks(subject, checks).at).toBe('2026-11-20T08:00:00Z');
  expect(runChecks(subject, checks, { at: '2026-01-01T00:00:00Z' }).at).toBe('2026-01-01T00:00:00Z');
});

it('every check names what it reads, and its items are its own', () => {
  expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
  for (const one of CHECKS) {
    expect(one.reads, one.name).not.toEqual([]);
    expect(
      one.run(subject).filter(({ id }) => !id.startsWith(`${one.name}/`)),
      one.name,
    ).toEqual([]);
  }
});
