import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { planInfra } from '../../../src/ops/plan-infra.ts';
import { compileAks } from '../../../src/pools/aks/compile.ts';
import { aksStandIns } from '../../../src/pools/aks/stand-ins.ts';
import { irremovable, poolTaints } from '../../../src/pools/aks/taints.ts';
import type { PlannedTaint, PoolsPlan } from '../../../src/pools/plan.ts';
import { documentOf, engine, oneCaseAnIntent } from '../../samples.ts';
import { named } from '../named.ts';
import { aksCompiled } from './compiled.ts';

const taint = (key: string, by: PlannedTaint['by'], value = 'x'): PlannedTaint => ({
  key,
  value,
  effect: 'NoSchedule',
  by,
  because: 'a test',
});

describe('node-pools.md 8: a taint of an agent pool is never removed', () => {
  it('puts on what the pool shall, in the words of AKS, and leaves the rest to others', () => {
    const all = [
      taint('nvidia.com/gpu', 'pool', 'present'),
      taint('a.example', 'agent'),
      taint('b.example', 'service'),
    ];
    expect(poolTaints(all)).toEqual(['nvidia.com/gpu=present:NoSchedule']);
  });

  it.each`
    what                                   | taints                                                           | refused
    ${'the key of NodeWright'}             | ${[taint('nodewright.nvidia.com', 'pool')]}                      | ${1}
    ${'its key of before'}                 | ${[taint('skyhook.nvidia.com', 'pool')]}                         | ${1}
    ${'its value under a key of your own'} | ${[taint('a.example', 'pool', 'runtime-required')]}              | ${1}
    ${'a key that the agent puts on too'}  | ${[taint('a.example', 'agent'), taint('a.example', 'pool')]}     | ${1}
    ${'the taint of the agent by itself'}  | ${[taint('nodewright.nvidia.com', 'agent', 'runtime-required')]} | ${0}
    ${'the GPU taint'}                     | ${[taint('nvidia.com/gpu', 'pool', 'present')]}                  | ${0}
  `('$what: $refused refused', ({ taints, refused }) => {
    expect(irremovable(taints)).toHaveLength(refused);
  });

  const [one] = oneCaseAnIntent.filter(({ query }) => query.service === 'aks');
  if (!one) throw new Error('no leaf of AKS');
  const plan = planInfra(engine, { document: documentOf(one, { inputs: { region: 'eastus' } }) });

  it.each(['gpu', 'system'] as const)('refuses a plan that has the runtime-required taint on its %s pool', (pool) => {
    const taints = [taint('nodewright.nvidia.com', 'pool', 'runtime-required')];
    const wrong: PoolsPlan = { ...plan, [pool]: { ...plan[pool], taints } };
    expect(() => compileAks(wrong, aksStandIns)).toThrow(CnsError);
    expect(() => compileAks(wrong, aksStandIns)).toThrow(new RegExp(`pools\\.${pool}\\.taints[\\s\\S]*stay for ever`));
  });

  it('never emits it, though the tree waits for it', () => {
    expect(plan.gpu.taints.some(({ by, value }) => by === 'agent' && value === 'runtime-required')).toBe(true);
    expect(JSON.stringify(compileAks(plan, aksStandIns).resources)).not.toMatch(/runtime-required|nodewright|skyhook/);
  });
});

it('node-pools.md 10: declares the spot taint that the cluster file counts on, and the GPU taint for portability', () => {
  expect(named(aksCompiled({ capacity: 'spot' }), 'gpu-nodes').args.nodeTaints).toEqual([
    'nvidia.com/gpu=present:NoSchedule',
    'kubernetes.azure.com/scalesetpriority=spot:NoSchedule',
  ]);
});
