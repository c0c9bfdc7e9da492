import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { bundleOf, engine, layOut, oneCaseAnIntent, resolved, SAMPLES, sample } from './samples.ts';
import { celErrors } from './second-check/cel.ts';
import { chartEntry, haveCharts, valueErrors } from './second-check/charts.ts';
import { NO_CHART, NO_SCHEMA } from './second-check/exceptions.ts';
import { haveSchemas, schemaErrors, type Typed } from './second-check/schemas.ts';

if (!haveSchemas) console.log('skipped: ../shared/schemas is absent, so objects are held against our own index only');
if (!haveCharts) console.log('skipped: ../shared/charts is absent, so values are held against our own index only');

const deployers = [...engine.deployers.keys()];
const bundles = [
  ...SAMPLES.map((name) => ({ name, bundle: () => sample(name).bundle })),
  ...oneCaseAnIntent.map((one) => ({ name: one.name, bundle: () => bundleOf(resolved(one)) })),
];

/** Every object of a tree, read by another YAML library than the one that printed it. Values files hold no object. */
const objectsIn = (files: ReadonlyMap<string, string>): Typed[] =>
  [...files]
    .filter(([path]) => path.endsWith('.yaml') && !path.startsWith('values/'))
    .map(([, text]) => load(text) as Typed)
    .filter((object) => typeof object.kind === 'string');

describe.runIf(haveSchemas)(`schemas by others: ${bundles.length} clusters × ${deployers.join(', ')}`, () => {
  const skipped = new Set<string>();
  const counts = { objects: 0, rules: 0 };

  it.each(bundles)('every object of $name', ({ bundle }) => {
    const made = { ...bundle(), git: GIT };
    for (const deployer of deployers) {
      for (const object of objectsIn(layOut(made, deployer))) {
        const errors = schemaErrors(object);
        if (errors === undefined) skipped.add(`${object.apiVersion} ${object.kind}`);
        const rules = celErrors(object);
        counts.objects += errors === undefined ? 0 : 1;
        counts.rules += rules.evaluated;
        expect([...(errors ?? []), ...rules.errors], deployer).toEqual([]);
      }
    }
  });

  it('leaves out only kinds that no CRD describes', () => {
    expect([...skipped].sort()).toEqual(Object.keys(NO_SCHEMA).sort());
  });

  it('checked a great many', () => {
    expect(counts.objects).toBeGreaterThan(3000);
    expect(counts.rules).toBeGreaterThan(500);
  });

  it('would see a field that no CRD has, and a broken rule', () => {
    const release = objectsIn(layOut({ ...sample('onprem-h200-inference').bundle, git: GIT }, 'flux')).find(
      ({ kind }) => kind === 'HelmRelease',
    ) as Typed & { spec: object };
    expect(schemaErrors({ ...release, spec: { ...release.spec, noSuchField: 1 } } as Typed)).toHaveLength(1);
    expect(celErrors({ ...release, spec: {} } as Typed).errors).toHaveLength(1);
  });
});

const GIT = { repoURL: 'https://github.com/example/gitops.git', revision: 'main', path: 'dist/proof' };

describe.runIf(haveCharts)(`chart values by others: ${bundles.length} clusters`, () => {
  const without = new Set<string>();
  let leaves = 0;

  it.each(bundles)('every value of $name', ({ bundle }) => {
    for (const { release } of bundle().units) {
      if (!release) continue;
      const entry = chartEntry(release);
      leaves += release.attribution.size;
      if (entry) expect(valueErrors(entry, release)).toEqual([]);
      else
        without.add(
          `${release.name} ${release.version}${Object.keys(release.values).length > 0 ? ' with values' : ''}`,
        );
    }
  });

  it('has a row for every chart, or the reason why not', () => {
    expect([...without].sort()).toEqual(Object.keys(NO_CHART).sort());
  });

  it('checked a great many', () => {
    expect(leaves).toBeGreaterThan(20_000);
  });

  it('would see a path that no template reads', () => {
    const entry = chartEntry({ name: 'gpu-operator', version: 'v26.3.3' });
    if (!entry) throw new Error('no row for gpu-operator v26.3.3');
    const values = { driver: { maxParallelUpgrades: 5, upgradePolicy: { maxParallelUpgrades: 5 } } };
    expect(valueErrors(entry, { name: 'gpu-operator', values })).toEqual(['gpu-operator: driver.maxParallelUpgrades']);
  });
});
