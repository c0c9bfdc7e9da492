import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gpuGroups } from '../../../src/pools/gke/placement.ts';
import { engine } from '../../samples.ts';
import { gkePlan } from './compiled.ts';

const instanceOf = (name: string) => {
  const found = engine.catalog.instances.find((one) => one.service === 'gke' && one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const plan = gkePlan();
const groups = (name: string, count: number) =>
  gpuGroups({ instance: instanceOf(name), plan: { ...plan, gpu: { ...plan.gpu, count } } });

it.each`
  name                | count | pools
  ${'a3-megagpu-8g'}  | ${64} | ${[['gpu-nodes', 64]]}
  ${'a4x-highgpu-4g'} | ${0}  | ${[['gpu-nodes-1', 0]]}
  ${'a4x-highgpu-4g'} | ${18} | ${[['gpu-nodes-1', 18]]}
  ${'a4x-highgpu-4g'} | ${40} | ${[['gpu-nodes-1', 18], ['gpu-nodes-2', 18], ['gpu-nodes-3', 4]]}
`('node-pools.md 0.7: $count nodes of $name are $pools', ({ name, count, pools }) => {
  expect(groups(name, count).map((group) => [group.name, group.count])).toEqual(pools);
});

it('loses no node, and keeps every pool within one NVLink domain of 72 GPUs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), (count) => {
      const made = groups('a4x-highgpu-4g', count);
      expect(made.reduce((sum, group) => sum + group.count, 0)).toBe(count);
      expect(Math.max(...made.map((group) => group.count * 4))).toBeLessThanOrEqual(72);
      expect(new Set(made.map((group) => group.name)).size).toBe(made.length);
    }),
  );
});
