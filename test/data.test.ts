import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatPath, parsePath } from '../src/path.ts';
import { isPlainMap } from '../src/plain.ts';
import { DIMENSIONS, formatCriteria } from '../src/recipe/criteria.ts';
import { answer } from '../src/recipe/guard.ts';
import type { Layer } from '../src/recipe/layer.ts';
import { SUPPORT_LEVELS } from '../src/recipe/leaf.ts';
import { contains, parseRange } from '../src/recipe/range.ts';
import { parseVersion } from '../src/recipe/version.ts';
import { bundleOf, type Case, casesOf, engine, oneCaseAnIntent, resolved } from './samples.ts';

const { layers, leaves, instances, profiles, channels, absent } = engine.catalog;
const base = layers.find(({ match }) => Object.keys(match).length === 0) as Layer;
const inRange = (range: string, version: string): boolean =>
  contains(parseRange(range) ?? {}, parseVersion(version) ?? []);

describe('leaves', () => {
  it('are at least forty, each once', () => {
    const names = leaves.map(({ service, accelerator, os }) => `${service}/${accelerator}/${os}`);
    expect(names.length).toBeGreaterThanOrEqual(40);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(leaves)('$service/$accelerator/$os names instance types that have this accelerator', (leaf) => {
    for (const name of leaf.instanceTypes) {
      const found = instances.filter((instance) => instance.service === leaf.service && instance.name === name);
      expect(
        found.map(({ accelerator }) => accelerator),
        name,
      ).toEqual([leaf.accelerator]);
    }
  });

  it('claim no more than was done: no API server and no hardware has seen them', () => {
    const claimed = new Set(leaves.map(({ support }) => SUPPORT_LEVELS.indexOf(support)));
    expect(Math.max(...claimed)).toBeLessThanOrEqual(SUPPORT_LEVELS.indexOf('schema-checked'));
  });

  it('with every intent are not said to be absent', () => {
    const overlap = absent.filter(({ service, accelerator, os }) =>
      leaves.some(
        (leaf) =>
          leaf.intents.length > 1 &&
          leaf.service === service &&
          (accelerator ?? leaf.accelerator) === leaf.accelerator &&
          (os ?? leaf.os) === leaf.os,
      ),
    );
    expect(overlap).toEqual([]);
  });

  it('use every service, accelerator, os, intent and platform that is a legal value', () => {
    for (const dimension of DIMENSIONS) {
      const legal = layers.flatMap(({ match }) =>
        match[dimension] !== undefined && Object.keys(match).length === 1 ? [match[dimension]] : [],
      );
      const used = new Set(leaves.flatMap(casesOf).map(({ query }) => query[dimension]));
      expect(
        legal.filter((value) => !used.has(value)),
        dimension,
      ).toEqual([]);
    }
  });
});

// A machine whose accelerator has no layer yet may stand in the tables: nobody can ask for it.
it('every instance type of an accelerator that there are recipes for is in a leaf', () => {
  const accelerators = new Set(leaves.map(({ accelerator }) => accelerator));
  const used = new Set(leaves.flatMap((leaf) => leaf.instanceTypes.map((name) => `${leaf.service} ${name}`)));
  const unused = instances.filter(
    ({ accelerator, service, name }) => accelerators.has(accelerator) && !used.has(`${service} ${name}`),
  );
  expect(unused.map(({ name }) => name)).toEqual([]);
});

describe('instance types', () => {
  it.each(instances)(
    '$service $name',
    ({ accelerator, architecture, fabric, fabricInterfaces, gpus, machine, service }) => {
      expect(architecture).toBe(accelerator === 'gb200' ? 'arm64' : 'amd64');
      expect(fabricInterfaces > 0, 'a fabric has interfaces').toBe(fabric !== 'none');
      expect(gpus).toBeGreaterThan(0);
      expect(['eks', 'gke', 'aks'].includes(service) && machine === 'bare-metal', 'no bare metal there').toBe(false);
    },
  );
});

/** hardware-tuning §2, GPU generations that have a stricter floor than the operator's branches. */
const DRIVER_FLOORS = { b200: '>= 570.133.20', gb200: '>= 580.65.06' } as const;

describe('versions agree', () => {
  const operators = base.document.components['gpu-operator'] as { driver: { version: string } };

  it.each(Object.entries(DRIVER_FLOORS))('driver of the operator against %s: %s', (_accelerator, floor) => {
    expect(inRange(floor, operators.driver.version)).toBe(true);
  });

  it.each(oneCaseAnIntent)('driver of $name', (one) => {
    const recipe = resolved(one);
    const floor = DRIVER_FLOORS[one.query.accelerator as keyof typeof DRIVER_FLOORS];
    const driver =
      recipe.context.ownership.driver === 'operator'
        ? operators.driver.version
        : (recipe.inputs.driver ?? floor ?? '999');
    if (floor && parseVersion(driver)) expect(inRange(floor, driver)).toBe(true);
    for (const { release } of bundleOf(recipe).units) {
      const accepted = release && engine.upstream.chart(release.name, release.version)?.kubeVersion;
      if (accepted) expect(inRange(accepted.replaceAll('-0', ''), recipe.context.kubernetes), release.name).toBe(true);
    }
  });

  it('a chart in the index for every row of the bill, and no more', () => {
    const billed = Object.values(base.document.bill).flatMap(({ chart }) =>
      chart ? [`${chart.name}@${chart.version}`] : [],
    );
    const known = engine.upstream.charts().map(({ name, version }) => `${name}@${version}`);
    expect(billed.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !billed.includes(name))).toEqual(['skyhook-operator@v0.15.1']);
  });

  it('of what a component asks of another are those of the bill', () => {
    for (const [name, { constraints }] of Object.entries(base.document.bill))
      for (const [subject, { range }] of Object.entries(constraints)) {
        const version = base.document.bill[subject]?.chart?.version;
        if (version)
          expect(inRange(range, version), `${name} wants ${subject} ${range}, the bill has ${version}`).toBe(true);
      }
  });
});

describe('the bill', () => {
  it.each(Object.entries(base.document.bill))(
    '%s is a component, with an exact version and its source',
    (name, row) => {
      expect(engine.components.has(name)).toBe(true);
      expect(row.why.length).toBeGreaterThan(15);
      expect(row.source).toMatch(/\S/);
      if (row.chart) expect(row.chart.version).toMatch(/^v?\d+\.\d+\.\d+$/);
      if (row.git) expect(row.git.commit).toMatch(/^[0-9a-f]{40}$/);
    },
  );

  it('has every component', () => {
    expect([...engine.components.keys()].filter((name) => !Object.hasOwn(base.document.bill, name))).toEqual([]);
  });
});

describe('every layer says why', () => {
  it.each(layers)('$name', ({ document }) => {
    const { inputs, ownership, shared, components, notes } = document;
    const values = leavesOf({ inputs, ownership, shared, components }, []);
    const uncovered = values.filter((path) => !Object.keys(notes).some((note) => covers(note, path)));
    expect(uncovered.map(formatPath)).toEqual([]);
    const all = values.concat(leavesOf({ tuning: document.tuning, provided: document.provided }, []));
    const idle = Object.keys(notes).filter((note) => !all.some((path) => covers(note, path)));
    expect(idle, 'notes about nothing').toEqual([]);
  });

  it.each(layers)('$name, every setting of it', ({ document }) => {
    for (const [pool, { settings, packages }] of Object.entries(document.tuning)) {
      for (const [id, setting] of Object.entries(settings)) {
        const note = Object.keys(document.notes).some((at) => covers(at, ['tuning', pool, 'settings', id]));
        if (setting === null) expect(note, `${id} is taken out without a note`).toBe(true);
        else
          for (const text of [setting.why, setting.source, setting.tradeOff, setting.verify])
            expect(text, id).toMatch(/\S{2}/);
        if (setting) expect(setting.value === undefined, id).toBe(['present', 'absent'].includes(setting.comparison));
      }
      for (const [id, item] of Object.entries(packages)) if (item) expect(item.version, id).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});

const leavesOf = (value: unknown, path: readonly string[]): (readonly string[])[] =>
  isPlainMap(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
    : value === undefined || path.length < 2
      ? []
      : [path];

/** A reason stands for everything below its path; one inside a list stands for the list. */
function covers(note: string, path: readonly string[]): boolean {
  const at = parsePath(note) ?? [];
  return at.every((key, i) => i >= path.length || path[i] === key) && (at.length <= path.length || path.length > 1);
}

describe('every setting that waits for acceptance can be accepted', () => {
  it.each(leaves.map((leaf) => casesOf(leaf)[0] as Case))('$name', (one) => {
    const declined = resolved(one).tuning.gpu?.filter(({ state }) => state === 'declined') ?? [];
    const acceptSettings = declined.map(({ id }) => id);
    const gpu = { instanceType: one.instanceType, labels: { nodeGroup: 'gpu-worker' }, acceptSettings };
    const recipe = resolved(one, { pools: { gpu } });
    const states = recipe.tuning.gpu?.filter(({ id }) => acceptSettings.includes(id)).map(({ state }) => state);
    expect(states).toEqual(acceptSettings.map(() => 'applies'));
    expect(bundleOf(recipe).units.length).toBeGreaterThan(5);
  });
});

describe('layer files', () => {
  const files = readdirSync('recipes', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));

  it('are all read', () => {
    const services = new Set(leaves.map(({ service }) => service)).size;
    expect(files).toHaveLength(layers.length + 2 * services + profiles.length + (channels.length > 0 ? 1 : 0));
  });

  it.each(layers.filter(({ name }) => name.includes('/overlays/')))(
    '$name is called as its match',
    ({ name, match, document }) => {
      const [, , folder = '', file = ''] = name.split('/');
      const values = DIMENSIONS.flatMap((d) => match[d] ?? []);
      const stem = values.join('-');
      if (folder !== 'combined') expect(formatCriteria(match)).toBe(`{${folder}: ${file.replace('.yaml', '')}}`);
      else if (document.when === undefined) expect(file).toBe(`${stem}.yaml`);
      else expect(file).toMatch(new RegExp(`^${stem}(-[a-z0-9]+)?\\.yaml$`));
    },
  );

  it('never say latest', () => {
    const loose = files.filter((file) => /:\s*['"]?latest\b|:latest\b/.test(readFileSync(`recipes/${file}`, 'utf8')));
    expect(loose).toEqual([]);
  });

  it('have conditions that some instance type or input can meet', () => {
    for (const { name, document } of layers) {
      if (document.when === undefined) continue;
      const met = instances.some(
        ({ name: instanceType, fabric, architecture, machine, service }) =>
          answer(document.when ?? {}, { instanceType, fabric, architecture, machine, service }) !== 'no',
      );
      expect(met, name).toBe(true);
    }
  });
});

const SHARED_EFA = '../shared/charts/aws-efa-k8s-device-plugin.values.yaml';
if (!existsSync(SHARED_EFA))
  console.log(`skipped: ${SHARED_EFA} is absent, so EFA types are not held against the plugin's list`);

it.runIf(existsSync(SHARED_EFA))('the EFA plugin knows every type that has EFA, and none that has not', () => {
  const listed = new Set(readFileSync(SHARED_EFA, 'utf8').match(/(?<=^ +- )[a-z0-9-]+\.[a-z0-9-]+$/gm));
  for (const { service, name, fabric } of instances)
    if (service === 'eks') expect(listed.has(name), name).toBe(fabric === 'efa');
});
