import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { type PlacedConstraint, resolveConstraints } from '../../src/recipe/constraints.ts';
import { contains, parseRange } from '../../src/recipe/range.ts';
import { parseVersion } from '../../src/recipe/version.ts';

const bound = (layer: string, subject: string, range: string): PlacedConstraint => ({
  subject,
  layer,
  range,
  why: `${layer} says so`,
  source: 'test',
  position: { file: layer, line: 1, column: 2 },
});
const solve = (placed: readonly PlacedConstraint[], known: Record<string, string> = {}) => {
  const { constraints, problems } = resolveConstraints(placed, new Map(Object.entries(known)), (s) => s !== 'absent');
  return { constraints, problems: problems.map(formatProblem) };
};

describe('all bounds of a subject are intersected', () => {
  it.each([
    [['>= 1.30', '<= 1.35'], '1.35.9', '>= 1.30 < 1.36', 'met'],
    [['>= 1.30', '>= 1.32'], '1.32', '>= 1.32', 'met'],
    [['< 1.36', '== 1.34'], undefined, '>= 1.34 < 1.35', 'unknown'],
    [['>= 580'], 'noble', '>= 580', 'unknown'],
  ])('%j with %s: %s, %s', (ranges, value, range, state) => {
    const { constraints, problems } = solve(
      ranges.map((r, i) => bound(`l${i}`, 'kubernetes', r)),
      value === undefined ? {} : { kubernetes: value },
    );
    expect(problems).toEqual([]);
    expect(constraints).toMatchObject([{ subject: 'kubernetes', range, state }]);
    expect(constraints[0]?.sources.map((s) => s.range).sort()).toEqual([...ranges].sort());
  });
});

it('an empty intersection names all its sources', () => {
  expect(solve([bound('b', 'driver', '>= 590'), bound('a', 'driver', '== 580')]).problems).toEqual([
    'CONSTRAINT_UNMET at constraints.driver\n  no version of driver is left:\n    a:1:2 wants == 580: a says so\n    b:1:2 wants >= 590: b says so\n  hint: take one of these components or layers out, or choose versions that agree',
  ]);
});

it('a value outside is told with those bounds that it breaks', () => {
  expect(
    solve([bound('a', 'kubernetes', '>= 1.32'), bound('b', 'kubernetes', '<= 1.35')], { kubernetes: '1.36.1' })
      .problems,
  ).toEqual([
    'b:1:2: CONSTRAINT_UNMET at constraints.kubernetes\n  kubernetes is 1.36.1, and must be >= 1.32 < 1.36:\n    b:1:2 wants <= 1.35: b says so\n  hint: choose kubernetes >= 1.32 < 1.36',
  ]);
});

it('a subject that does not bind is left out', () => {
  expect(solve([bound('a', 'absent', '< 1')], { absent: '9' })).toEqual({ constraints: [], problems: [] });
});

it('the order of the layers does not matter, and a further bound never admits more', () => {
  const range = fc
    .tuple(fc.constantFrom('>=', '<=', '=='), fc.constantFrom('1.33', '1.34', '1.35'))
    .map(([op, v]) => `${op} ${v}`);
  const placed = fc
    .array(range, { minLength: 1, maxLength: 4 })
    .map((all) => all.map((r, i) => bound(`l${i}`, 'kubernetes', r)));
  fc.assert(
    fc.property(placed, range, fc.constantFrom('1.33.1', '1.34', '1.35.7', '1.36'), (all, more, version) => {
      const [first, turned] = [solve(all), solve(all.toReversed())];
      expect(turned).toEqual(first);
      const admits = (s: ReturnType<typeof solve>) =>
        s.constraints.some((c) => contains(parseRange(c.range) ?? {}, parseVersion(version) ?? []));
      if (admits(solve([...all, bound('more', 'kubernetes', more)]))) expect(admits(first)).toBe(true);
      expect(solve(all, { kubernetes: version }).problems.length === 0).toBe(
        admits(first) && first.problems.length === 0,
      );
    }),
  );
});
