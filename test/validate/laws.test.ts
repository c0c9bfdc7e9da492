import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, type Path } from '../../src/path.ts';
import { isPlainMap } from '../../src/plain.ts';
import { snapshotDocument } from '../../src/snapshot/document.ts';
import { CHECKS } from '../../src/validate/checks.ts';
import { runChecks } from '../../src/validate/run-checks.ts';
import type { NamedSnapshot, Subject } from '../../src/validate/subject.ts';
import { oneCaseAnIntent, resolved } from '../samples.ts';
import { documentOfRecipe } from './a-recipe.ts';
import { asWanted } from './as-wanted.ts';

const cases = oneCaseAnIntent.map((one) => ({ name: one.name, recipe: documentOfRecipe(resolved(one)) }));

describe(`a cluster that is what the recipe wants, for ${cases.length} recipes of all leaves`, () => {
  it.each(cases)('$name: everything is met', ({ recipe }) => {
    const snapshots = asWanted(recipe);
    for (const { snapshot } of snapshots) snapshotDocument.parse(snapshot);
    const report = runChecks({ recipe, snapshots }, CHECKS);
    const open = report.items.filter(({ outcome }) => outcome === 'not-met' || outcome === 'unknown');
    expect(open.map(({ id, outcome, found, because }) => ({ id, outcome, found, because }))).toEqual([]);
    expect(report.counts.met).toBeGreaterThan(20);
    expect(new Set(report.items.map(({ id }) => id)).size).toBe(report.items.length);
  });
});

const outcomes = (subject: Subject): Map<string, string> =>
  new Map(runChecks(subject, CHECKS).items.map(({ id, outcome }) => [id, outcome]));

/** Items that were open and are met all at once. */
const healed = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...before]
    .filter(([id, was]) => (was === 'not-met' || was === 'unknown') && after.get(id) === 'met')
    .map(([id]) => id);

/** Paths of a measurement, three keys deep. */
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  isPlainMap(value) && path.length < 4
    ? Object.keys(value).flatMap((key) => [[...path, key], ...pathsOf(value[key], [...path, key])])
    : [];

/** Everything that is a version, count, state or text becomes something else, here and there. */
function broken(value: unknown, at: (path: Path) => boolean, path: Path = []): unknown {
  if (Array.isArray(value)) return value.map((item, i) => broken(item, at, [...path, i]));
  if (isPlainMap(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, broken(item, at, [...path, key])]));
  if (!at(path)) return value;
  return typeof value === 'string' ? `${value}9` : typeof value === 'number' ? value + 1 : !value;
}

const triple = cases
  .filter(({ recipe: { criteria } }) => criteria.os === 'ubuntu' && criteria.intent === 'training')
  .filter(({ recipe: { criteria } }) =>
    ['eks gb200', 'aks h100', 'oke h100'].includes(`${criteria.service} ${criteria.accelerator}`),
  );

/** What a snapshot says it could not read counts for nothing, whatever stands there. */
function without({ file, snapshot }: NamedSnapshot, removed: readonly Path[]): NamedSnapshot {
  const collectors = structuredClone(snapshot.collectors);
  for (const [collector, ...path] of removed) {
    const state = collectors[String(collector)];
    if (state?.state === 'excluded' || !state) continue;
    if (path.length === 0) Object.assign(state, { state: 'failed', why: 'a test' });
    else Object.assign(state, { state: 'partial', missing: { ...state.missing, [formatPath(path)]: 'a test' } });
  }
  return { file, snapshot: { ...snapshot, collectors } };
}

it.each(triple)('$name: what is removed never makes good what was not', ({ recipe }) => {
  const wanted = asWanted(recipe);
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.array(fc.nat(), { maxLength: 3 }),
      (every, start, which, picks) => {
        let turn = start;
        const snapshots = wanted.map(({ file, snapshot }) => ({
          file,
          snapshot: snapshotDocument.parse({
            ...snapshot,
            measurements: broken(snapshot.measurements, () => turn++ % every === 0),
          }),
        }));
        const paths = pathsOf(snapshots[which]?.snapshot.measurements);
        const removed =
          picks.flatMap((pick) => paths[pick % paths.length] ?? []).length === 0
            ? []
            : picks.map((pick) => paths[pick % paths.length] ?? []);
        const less = snapshots.map((one, i) => (i === which ? without(one, removed) : one));
        expect(healed(outcomes({ recipe, snapshots }), outcomes({ recipe, snapshots: less }))).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});

it.each(triple)('$name: a collector that was excluded everywhere leaves nothing met that rests on it', ({ recipe }) => {
  const wanted = asWanted(recipe);
  for (const collector of ['k8s', 'gpu', 'os', 'systemd', 'network', 'topology']) {
    const snapshots = wanted.map(({ file, snapshot }) => {
      const { [collector]: _, ...measurements } = snapshot.measurements;
      return {
        file,
        snapshot: {
          ...snapshot,
          measurements,
          collectors: { ...snapshot.collectors, [collector]: { state: 'excluded' as const, missing: {} } },
        },
      };
    });
    const report = runChecks({ recipe, snapshots }, CHECKS);
    expect(report.counts.unknown, collector).toBeGreaterThan(0);
    expect(
      report.items.filter(
        ({ outcome, where }) =>
          outcome === 'met' && where.some(({ path }) => path.startsWith(`measurements.${collector}`)),
      ),
    ).toEqual([]);
  }
});
