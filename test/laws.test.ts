import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CnsError } from '../src/errors.ts';
import { parsePath, valueAt } from '../src/path.ts';
import type { Layer } from '../src/recipe/layer.ts';
import { contains, parseRange } from '../src/recipe/range.ts';
import { parseVersion } from '../src/recipe/version.ts';
import { bundleOf, type Case, casesOf, engine, layOut, oneCaseAnIntent, resolved } from './samples.ts';

const { catalog } = engine;
const cases = catalog.leaves.flatMap(casesOf);
const anyCase = fc.constantFrom(...cases);

it('a recipe does not depend on the order that its files were read in', () => {
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  fc.assert(
    fc.property(anyCase, shuffled(catalog.layers), shuffled(catalog.leaves), (one, layers, leaves) => {
      expect(plain(resolved(one, {}, { ...catalog, layers, leaves }))).toEqual(plain(resolved(one)));
    }),
    { numRuns: 60 },
  );
});

const plain = ({ provenance, ...recipe }: ReturnType<typeof resolved>): string =>
  JSON.stringify({ ...recipe, provenance: [...provenance].sort(([a], [b]) => (a < b ? -1 : 1)) });

describe('a further constraint never widens', () => {
  const versions = ['1.25.0', '1.32.4', '1.33.1', '1.34.0', '1.34.2', '1.34.9', '1.35.0', '1.35.5', '1.36.0', '2.0.0'];
  const bound = fc
    .tuple(fc.constantFrom('>=', '>', '<=', '<', ''), fc.constantFrom('1.30', '1.34', '1.34.2', '1.35', '1.36'))
    .map(([operator, version]) => `${operator} ${version}`.trim());

  it('whatever layer it stands in', () => {
    fc.assert(
      fc.property(anyCase, bound, fc.subarray(['service', 'os', 'intent'] as const), (one, range, dimensions) => {
        const match = Object.fromEntries(dimensions.map((d) => [d, one.query[d]]));
        const before = rangeOf(one);
        const after = attempt(() => rangeOf(one, withConstraint(match, range)));
        for (const version of versions.map((text) => parseVersion(text) ?? []))
          if (after && contains(after, version)) expect(contains(before, version), version.join('.')).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  const rangeOf = (one: Case, layers: readonly Layer[] = catalog.layers) => {
    const found = resolved(one, {}, { ...catalog, layers }).constraints.find((c) => c.subject === 'kubernetes');
    return parseRange(found?.range ?? '') ?? {};
  };

  const withConstraint = (match: Layer['match'], range: string): readonly Layer[] => {
    const [base] = catalog.layers.filter((layer) => Object.keys(layer.match).length === 0);
    if (!base) throw new Error('no base layer');
    const { components: _c, tuning: _t, bill: _b, notes: _n, inputs: _i, ownership: _o, ...rest } = base.document;
    const constraints = { kubernetes: { range, why: 'a law', source: 'a test' } };
    const nothing = { components: {}, tuning: {}, bill: {}, notes: {}, inputs: {}, ownership: {} };
    return [
      ...catalog.layers,
      { ...base, name: 'law.yaml', match, document: { ...rest, ...nothing, match, constraints } },
    ];
  };
});

/** What an unmet constraint refuses is narrower than any range. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof CnsError && error.problems.every(({ code }) => code === 'CONSTRAINT_UNMET')) return undefined;
    throw error;
  }
}

const made = new Map<Case, ReturnType<typeof bundleOf>>();

function bundleFor(one: Case): ReturnType<typeof bundleOf> {
  const bundle = made.get(one) ?? bundleOf(resolved(one));
  made.set(one, bundle);
  return bundle;
}

describe('a component comes after everything that it depends on', () => {
  it.each(oneCaseAnIntent)('$name', (one) => {
    const bundle = bundleFor(one);
    const waves = new Map(bundle.units.map(({ component, wave }) => [component, wave]));
    for (const { component, dependsOn, wave } of bundle.units) {
      const { dependsOn: hard = [], after = [] } = engine.components.get(component) ?? {};
      for (const before of [...dependsOn, ...hard, ...after.filter((name) => waves.has(name))])
        expect(waves.get(before), `${component} after ${before}`).toBeLessThan(wave);
    }
  });
});

describe('an object has one owner, and stands in each tree once', () => {
  it.each(oneCaseAnIntent)('$name', (one) => {
    const bundle = bundleFor(one);
    const owned = bundle.units.flatMap(({ objects }) => [...objects.before, ...objects.main, ...objects.after]);
    const names = [...bundle.namespaces, ...owned].map(({ apiVersion, kind, metadata }) =>
      [apiVersion, kind, metadata.namespace, metadata.name].join(' '),
    );
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    for (const deployer of engine.deployers.keys()) {
      const files = [...layOut(bundle, deployer)].filter(([path]) =>
        /\/(manifests|namespaces|components)\//.test(`/${path}`),
      );
      for (const { apiVersion, kind, metadata } of [...bundle.namespaces, ...owned]) {
        const head = new RegExp(
          `^apiVersion: ${escaped(apiVersion)}\nkind: ${kind}\nmetadata:\n  name: ${escaped(metadata.name)}\n`,
        );
        const found = files.filter(
          ([, text]) =>
            head.test(text) && (!metadata.namespace || text.includes(`\n  namespace: ${metadata.namespace}\n`)),
        );
        expect(
          found.map(([path]) => path),
          `${deployer}: ${kind} ${metadata.name}`,
        ).toHaveLength(1);
      }
    }
  });
});

/** Components that others talk to only where they are there, and what would be left behind without them. */
const OPTIONAL: readonly { readonly out: readonly string[]; readonly left: RegExp }[] = [
  { out: ['kai-scheduler'], left: /"(kai\.scheduler|scheduling\.run\.ai)\/|"kai-scheduler":\{[^}]*"enabled":true/ },
  {
    out: ['kube-prometheus-stack', 'prometheus-adapter', 'prometheus-operator-crds'],
    left: /"monitoring\.coreos\.com\/|"(service|pod)[mM]onitors?":\{"(enabled?|forceEnable)":true|kube-prometheus-prometheus/,
  },
  { out: ['metrics-server'], left: /metrics-server/ },
];

describe('what is taken out leaves nothing behind that needs it', () => {
  const everyFourth = oneCaseAnIntent.filter((_, i) => i % 4 === 0);

  it.each(OPTIONAL.flatMap((row) => everyFourth.map((one) => ({ ...row, one, name: one.name }))))(
    '$name without $out',
    ({ one, out, left }) => {
      const components = Object.fromEntries(
        out.filter((name) => resolved(one).components[name]).map((name) => [name, null]),
      );
      for (const { component, release, objects } of bundleOf(resolved(one, { components })).units)
        expect(JSON.stringify([release?.values, objects]), component).not.toMatch(left);
    },
  );
});

const escaped = (text: string): string => `"?${text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}"?`;

it('whatever taints GPU nodes carry, of the user or of the cloud, every daemon that belongs there tolerates them', () => {
  const taint = fc.record({
    key: fc.constantFrom('nvidia.com/gpu', 'dedicated', 'example.com/pool'),
    value: fc.constantFrom('present', 'gpu', ''),
    effect: fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...oneCaseAnIntent),
      fc.uniqueArray(taint, { maxLength: 3, selector: (t) => t.key }),
      (one, taints) => {
        const labels = { nodeGroup: 'gpu-worker' };
        const pools = { gpu: { instanceType: one.instanceType, labels, taints } };
        const { units, cluster } = bundleOf(resolved(one, { pools }));
        for (const { where, tolerations } of units.flatMap(onGpuNodes))
          for (const { key, value, effect } of cluster.gpuNodes.taints)
            expect(
              tolerations.some(
                (t) =>
                  (t.key ?? key) === key &&
                  (t.operator === 'Exists' || (t.value ?? '') === value) &&
                  (t.effect ?? effect) === effect,
              ),
              `${where} tolerates ${key}=${value}:${effect}`,
            ).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

type Unit = ReturnType<typeof bundleOf>['units'][number];

/** Tolerations of everything that runs on GPU nodes: in values, in our own DaemonSets, in custom resources. */
function onGpuNodes({ component, release, objects, scheduling }: Unit): { where: string; tolerations: Toleration[] }[] {
  const values = scheduling.accelerated
    .filter(
      (path) => release && path.endsWith('olerations') && !/^[A-Z]|^spec/.test(path) && !isOff(release.values, path),
    )
    .map((path) => ({ where: `${component} ${path}`, at: valueAt(release?.values, parsePath(path) ?? []) }));
  const placed: Readonly<Record<string, string>> = {
    DaemonSet: 'spec.template.spec.tolerations',
    NicClusterPolicy: 'spec.tolerations',
    NodeWright: 'spec.additionalTolerations',
  };
  const own = [...objects.before, ...objects.main, ...objects.after].flatMap((object) => {
    const path = placed[object.kind];
    return path === undefined
      ? []
      : [{ where: `${component} ${object.kind}`, at: valueAt(object, parsePath(path) ?? []) }];
  });
  return [...values, ...own].map(({ where, at }) => ({ where, tolerations: (at ?? []) as Toleration[] }));
}

/** A part that its release switches off runs nowhere; one that tolerates everything needs no list. */
const isOff = (values: object, path: string): boolean =>
  valueAt(values, [...(parsePath(path) ?? []).slice(0, -1), 'enabled']) === false || tolerateAll(values, path);

/** Amazon's storage driver has a switch instead of a list. */
const tolerateAll = (values: object, path: string): boolean =>
  valueAt(values, [...(parsePath(path) ?? []).slice(0, -1), 'tolerateAllTaints']) === true;
