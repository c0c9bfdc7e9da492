import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Snapshot, snapshotDocument } from '../../../src/snapshot/document.ts';
import { decide } from '../../../src/snapshot/find/decide.ts';
import type { Evidence } from '../../../src/snapshot/find/evidence.ts';
import { findCriteria } from '../../../src/snapshot/find-criteria.ts';
import { catalog } from '../built-in-catalog.ts';
import { leafCluster } from '../leaf-cluster.ts';

const SUBJECT = { path: 'criteria.os', flag: '--os', gaps: ['a gap'] };
const certain = (value: string | undefined, at = 'a'): Evidence => ({
  value,
  sureness: 'certain',
  path: at,
  seen: 'x',
});
const likely = (value: string): Evidence => ({ value, sureness: 'likely', path: 'l', seen: 'y' });

describe('a subject is', () => {
  it.each`
    name                              | evidence                                    | required | state         | value
    ${'found by what is certain'}     | ${[certain('ubuntu')]}                      | ${true}  | ${'found'}    | ${'ubuntu'}
    ${'found by two that agree'}      | ${[certain('ubuntu'), likely('ubuntu')]}    | ${true}  | ${'found'}    | ${'ubuntu'}
    ${'refused by two that differ'}   | ${[certain('ubuntu'), certain('cos', 'b')]} | ${false} | ${'unsure'}   | ${undefined}
    ${'refused by a likely other'}    | ${[certain('ubuntu'), likely('cos')]}       | ${false} | ${'unsure'}   | ${undefined}
    ${'refused by an unknown'}        | ${[certain(undefined)]}                     | ${false} | ${'unsure'}   | ${undefined}
    ${'refused by an unknown beside'} | ${[certain('ubuntu'), certain(undefined)]}  | ${false} | ${'unsure'}   | ${undefined}
    ${'refused by a value of nobody'} | ${[certain('plan9')]}                       | ${false} | ${'unsure'}   | ${undefined}
    ${'refused where it is likely'}   | ${[likely('ubuntu')]}                       | ${true}  | ${'unsure'}   | ${'ubuntu'}
    ${'left out where nobody needs'}  | ${[likely('ubuntu')]}                       | ${false} | ${'left-out'} | ${'ubuntu'}
    ${'refused by a gap'}             | ${[]}                                       | ${true}  | ${'unsure'}   | ${undefined}
    ${'open by a gap'}                | ${[]}                                       | ${false} | ${'default'}  | ${undefined}
  `('$name', ({ evidence, required, state, value }) => {
    const found = decide({ ...SUBJECT, evidence, required, allowed: new Set(['ubuntu', 'cos']) });
    expect([found.state, found.value]).toEqual([state, value]);
  });

  it('the same whatever the order of the evidence', () => {
    const all = [certain('ubuntu'), certain('cos', 'b'), likely('cos'), certain('ubuntu', 'c'), certain(undefined)];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (evidence) => {
        expect(decide({ ...SUBJECT, evidence })).toEqual(decide({ ...SUBJECT, evidence: all }));
      }),
      { numRuns: 50 },
    );
  });
});

const NAMES = ['service', 'accelerator', 'os'] as const;
const leaf = fc.constantFrom(...catalog.leaves);
const found = (snapshot: Snapshot): Readonly<Record<string, string | number | undefined>> =>
  Object.fromEntries(
    findCriteria(snapshot, catalog, { given: new Map(), defaults: new Map() }).findings.map(
      ({ path, state, value }) => [path, state === 'found' ? value : undefined],
    ),
  );

it('nodes of two leaves in one cluster: where they agree a value, where they differ none', () => {
  fc.assert(
    fc.property(leaf, leaf, (a, b) => {
      const [one, two] = [
        leafCluster(a, a.instanceTypes[0] ?? '', 'a-'),
        leafCluster(b, b.instanceTypes[0] ?? '', 'b-'),
      ];
      const values = found(joined(one, two));
      for (const name of NAMES) expect(values[`criteria.${name}`]).toBe(a[name] === b[name] ? a[name] : undefined);
    }),
    { numRuns: 100 },
  );
});

it('a snapshot with collectors that failed finds what the whole one does, or nothing: never another value', () => {
  const names = ['k8s', 'topology', 'gpu', 'os'] as const;
  fc.assert(
    fc.property(leaf, fc.subarray([...names]), (a, failed) => {
      const whole = leafCluster(a, a.instanceTypes[0] ?? '');
      const measurements = Object.fromEntries(
        Object.entries(whole.measurements).filter(([name]) => !failed.some((one) => one === name)),
      );
      const collectors = {
        ...whole.collectors,
        ...Object.fromEntries(failed.map((name) => [name, { state: 'failed', why: 'x', missing: {} }])),
      };
      const values = found(snapshotDocument.parse({ ...whole, measurements, collectors }));
      for (const name of NAMES) expect([a[name], undefined]).toContain(values[`criteria.${name}`]);
      if (failed.length === names.length)
        expect(NAMES.map((name) => values[`criteria.${name}`])).toEqual([undefined, undefined, undefined]);
    }),
    { numRuns: 100 },
  );
});

/** One snapshot with the nodes of both, and the rest of the first. */
function joined(a: Snapshot, b: Snapshot): Snapshot {
  const labels: Record<string, Record<string, string[]>> = {};
  for (const { measurements } of [a, b])
    for (const [label, values] of Object.entries(measurements.topology?.labels ?? {}))
      for (const [value, nodes] of Object.entries(values)) {
        labels[label] ??= {};
        const own = labels[label];
        own[value] = [...(own[value] ?? []), ...nodes];
      }
  const nodes = { ...a.measurements.k8s?.nodes, ...b.measurements.k8s?.nodes };
  return snapshotDocument.parse({
    ...a,
    measurements: {
      ...a.measurements,
      k8s: { ...a.measurements.k8s, nodes },
      topology: { ...a.measurements.topology, labels },
    },
  });
}
