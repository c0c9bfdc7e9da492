import { describe, expect, it } from 'vitest';
import { planInfra } from '../../src/ops/plan-infra.ts';
import type { PlannedTaint } from '../../src/pools/plan.ts';
import { poolsText } from '../../src/report/pools.ts';
import { bundleOf, documentOf, engine, oneCaseAnIntent, resolved } from '../samples.ts';

const bare = ({ key, value, effect }: PlannedTaint) => ({ key, value, effect });
const isStartup = ({ value }: PlannedTaint): boolean => value === 'runtime-required';

describe.each(oneCaseAnIntent)('$name', (one) => {
  const recipe = resolved(one);
  const plan = planInfra(engine, { document: documentOf(one) });

  it('is of the machine and the system that the recipe was resolved for', () => {
    const { instanceType, architecture, fabric, fabricInterfaces, ownership, pageSizeKiB } = recipe.context;
    expect(plan.gpu).toMatchObject({ architecture, fabric, fabricInterfaces, ownership, pageSizeKiB });
    expect([plan.gpu.instanceType, plan.gpu.os]).toEqual([instanceType, one.query.os]);
  });

  it('gives nodes the labels that components select, and no taint that they do not tolerate', () => {
    expect(plan.gpu.labels).toEqual(recipe.context.gpuNodes.selector);
    expect(plan.system.labels).toEqual(recipe.context.systemNodes.selector);
    expect(plan.gpu.taints.filter((taint) => !isStartup(taint)).map(bare)).toEqual(recipe.context.gpuNodes.taints);
  });

  it('does not ask a pool for the GPU taint where the service puts it on by itself', () => {
    const gpu = plan.gpu.taints.find(({ key }) => key === 'nvidia.com/gpu');
    expect(gpu?.by).toBe(['gke', 'oke'].includes(one.query.service) ? 'service' : 'pool');
  });

  it('has every setting that applies, once, each with who brings it and why', () => {
    const ids = plan.gpu.settings.map(({ id }) => id);
    expect(ids).toEqual(recipe.context.tuning.settings.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(plan.gpu.settings.filter(({ because, layer }) => because === '' || layer === '')).toEqual([]);
  });

  it('holds workloads back exactly where the tree has an agent that waits for the taint', () => {
    const waits = bundleOf(recipe).units.some(({ objects }) =>
      objects.main.some(({ spec }) => (spec as { runtimeRequired?: boolean } | undefined)?.runtimeRequired === true),
    );
    const startup = plan.gpu.taints.filter(isStartup);
    expect(startup).toHaveLength(waits ? 1 : 0);
    // AKS refuses to remove a taint of its agent pools: no workload would ever start.
    expect(startup.every(({ by }) => by === (one.query.service === 'aks' ? 'agent' : 'pool'))).toBe(true);
  });

  it('reads well: whatever is planned stands in the text, and no line ends in a blank', () => {
    const text = poolsText(plan, 'Made by you.');
    for (const { id } of plan.gpu.settings) expect(text).toContain(`\n  ${id} `);
    for (const { key } of plan.gpu.taints) expect(text).toContain(key);
    expect(text).not.toMatch(/undefined|\[object|[ \t]\n|\n\n\n/);
  });
});

it('leaves the taint out where AKS would have to put it on and the agent does not', () => {
  const one = oneCaseAnIntent.find(({ query }) => query.service === 'aks');
  if (!one) throw new Error('no leaf of AKS');
  const components = { 'node-tuning': { autoTaintNewNodes: false } };
  expect(planInfra(engine, { document: documentOf(one, { components }) }).gpu.taints.filter(isStartup)).toEqual([]);
});

it('is refused with what keeps the tree from being made', () => {
  const [one] = oneCaseAnIntent;
  if (!one) throw new Error('no leaf');
  const components = { 'gpu-operator': { values: { drivr: { enabled: false } } } };
  expect(() => planInfra(engine, { document: documentOf(one, { components }) })).toThrow('VALUE_DEAD');
});
