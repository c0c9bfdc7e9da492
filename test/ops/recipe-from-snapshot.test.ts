import { describe, expect, it } from 'vitest';
import { recipeFromSnapshot } from '../../src/ops/recipe-from-snapshot.ts';
import type { RecipeRequest } from '../../src/ops/recipe-request.ts';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import type { PlainMap } from '../../src/plain.ts';
import type { Snapshot } from '../../src/snapshot/document.ts';
import { findCriteria } from '../../src/snapshot/find-criteria.ts';
import { h100, kubeSnapshot } from '../snapshot/a-cluster.ts';
import { aSnapshot } from '../snapshot/a-snapshot.ts';
import { catalog } from '../snapshot/built-in-catalog.ts';
import { leafCluster } from '../snapshot/leaf-cluster.ts';
import { smallEngine } from './small-engine.ts';

const engine = { ...smallEngine, catalog };
const NOTHING: RecipeRequest = { criteria: {} };

const from = (snapshot: Snapshot, request: RecipeRequest = NOTHING, defaults: RecipeRequest = NOTHING) =>
  recipeFromSnapshot(
    engine,
    { file: 'snapshot.yaml', value: snapshot, positions: new Map() },
    { request, defaults, extras: {} },
  );

const problems = (run: () => unknown): { readonly code: string; readonly path?: string }[] => {
  try {
    run();
  } catch (error) {
    return (error as { problems: { code: string; path?: string }[] }).problems.map(({ code, path }) => ({
      code,
      path,
    }));
  }
  return [];
};

const leaves = catalog.leaves.flatMap((leaf) =>
  leaf.intents.map((intent) => ({ leaf, intent, name: `${leaf.service}/${leaf.accelerator}/${leaf.os}/${intent}` })),
);

describe('the snapshot of a cluster of every leaf finds exactly its criteria', () => {
  it.each(leaves)('$name', ({ leaf, intent }) => {
    const given = new Map([['criteria.intent', intent]]);
    for (const instanceType of leaf.instanceTypes) {
      const { findings, problems } = findCriteria(leafCluster(leaf, instanceType), catalog, {
        given,
        defaults: new Map(),
      });
      const taken = findings.filter(({ state }) => state === 'found' || state === 'given');
      const values = Object.fromEntries(taken.map(({ path, value }) => [path, value]));
      expect(problems).toEqual([]);
      expect(values).toMatchObject({
        'criteria.service': leaf.service,
        'criteria.accelerator': leaf.accelerator,
        'criteria.os': leaf.os,
        'criteria.intent': intent,
        'pools.gpu.count': '2',
      });
      expect(values).not.toHaveProperty(['criteria.platform']);
      expect(values['pools.gpu.instanceType']).toBe(leaf.service === 'self-managed' ? undefined : instanceType);
    }
  });
});

describe('the recipe is of that cluster', () => {
  it.each(leaves.filter(({ intent, leaf }) => leaf.intents[0] === intent))('$name', ({ leaf, intent }) => {
    const own = leaf.service === 'self-managed' ? { storageClass: 'fast' } : {};
    const [instanceType = ''] = leaf.instanceTypes;
    const { document } = from(leafCluster(leaf, instanceType), { criteria: { intent }, ...own });
    const recipe = resolveRecipe(engine, { document });
    expect(recipe.inputs.kubernetes).toBe(leaf.service === 'aks' ? '1.35.1' : '1.34.2');
    expect(recipe.context.gpuNodes.count).toBe(2);
    expect(recipe.context.instanceType).toBe(instanceType);
    // An image's or provider's driver is an input; one that the operator installs is the recipe's own.
    if (recipe.context.ownership.driver !== 'operator') expect(recipe.inputs.driver).toBe('580.159.04');
  });
});

describe('the driver', () => {
  const driver = (snapshot: Snapshot) =>
    from(snapshot, { criteria: { intent: 'training' } }).findings.find(({ path }) => path === 'inputs.driver');
  const with580 = (over: object) => ({
    ...h100,
    ...over,
    labels: { ...h100.labels, 'nvidia.com/cuda.driver-version.full': '580.126.20' },
  });
  const EKS = { server: { version: 'v1.34.2-eks-3025e55' } };
  const al2023 = { osImage: 'Amazon Linux 2023.8.20250707', kernel: '6.12.40' };

  it('that the operator installs is no input, and that is said', () => {
    const found = driver(kubeSnapshot({ a: with580({}) }, EKS));
    expect([found?.state, found?.why]).toEqual([
      'left-out',
      'the GPU Operator installs the driver that the recipe names',
    ]);
  });
  it('of an image is an input', () => {
    expect(driver(kubeSnapshot({ a: with580(al2023) }, EKS))).toMatchObject({ state: 'found', value: '580.126.20' });
  });
  it('that differs between nodes is refused where the image owns it, and no matter where it does not', () => {
    const other = (over: object) => ({
      ...with580(over),
      labels: { ...h100.labels, 'nvidia.com/cuda.driver-version.full': '580.95.05' },
    });
    const mixed = (over: object) => kubeSnapshot({ a: with580(over), b: other(over) }, EKS);
    expect(problems(() => driver(mixed(al2023)))).toEqual([{ code: 'CRITERIA_UNSURE', path: 'inputs.driver' }]);
    expect(problems(() => driver(mixed({})))).toEqual([]);
  });
});

describe('flags and config', () => {
  const snapshot = kubeSnapshot(
    { a: h100 },
    {
      server: { version: 'v1.34.2-eks-3025e55' },
      workloads: { 'Deployment/x/x': { chart: 'kubeflow-trainer-2.3.0', desired: 1, ready: 1, images: [] } },
    },
  );
  const criteria = (request: RecipeRequest, defaults?: RecipeRequest) =>
    (from(snapshot, request, defaults).document.value as { criteria: PlainMap }).criteria;

  it('a platform that runs is taken, and none leaves it out', () => {
    expect(criteria({ criteria: { intent: 'training' } })).toMatchObject({ platform: 'kubeflow' });
    expect(criteria({ criteria: { intent: 'training', platform: 'none' } })).not.toHaveProperty('platform');
  });
  it('flags win, config stands in for what is not shown', () => {
    const defaults = { criteria: { intent: 'inference', os: 'bottlerocket' }, storageClass: 'gp3' };
    expect(criteria({ criteria: { accelerator: 'h200', platform: 'none' } }, defaults)).toEqual({
      service: 'eks',
      accelerator: 'h200',
      os: 'ubuntu',
      intent: 'inference',
    });
    expect(from(snapshot, NOTHING, defaults).document.value).toMatchObject({ shared: { storageClass: 'gp3' } });
  });
});

describe('refused', () => {
  it('everything that is open, at once', () => {
    expect(problems(() => from(aSnapshot({})))).toEqual(
      ['service', 'accelerator', 'os', 'intent'].map((name) => ({ code: 'CRITERIA_UNSURE', path: `criteria.${name}` })),
    );
  });
  it.each([
    [{ kind: 'Cluster' }, 'VERSION_UNKNOWN'],
    [[], 'DOCUMENT_INVALID'],
    [{ apiVersion: 'cns.dev/v1alpha1', kind: 'Snapshot', extra: 1 }, 'DOCUMENT_INVALID'],
  ])('%j is no snapshot', (value, code) => {
    const run = () =>
      recipeFromSnapshot(
        engine,
        { file: 's.yaml', value, positions: new Map() },
        { request: NOTHING, defaults: NOTHING, extras: {} },
      );
    expect(problems(run)[0]?.code).toBe(code);
  });
});
