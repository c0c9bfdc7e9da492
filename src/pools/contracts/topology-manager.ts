import type { Contract } from './contract.ts';
import { ofKubelet, settingSaid } from './kubelet.ts';
import { broken, said } from './said.ts';

/** Services that work out by themselves the memory that is kept back on each NUMA node: they have no field for it. */
const RESERVE_MEMORY = ['gke'];

/** NUMA alignment that rejects every pod of the intent is no alignment. */
export const topologyManager: Contract = {
  id: 'topology-manager',
  about: 'Whole-node training never runs under single-numa-node, and a static memory manager has its memory reserved.',
  halves: ['topology and memory manager of the GPU nodes', 'criteria.intent and the GPUs of a node'],
  source:
    'https://kubernetes.io/docs/tasks/administer-cluster/topology-manager/, https://kubernetes.io/docs/tasks/administer-cluster/memory-manager/',
  check(input) {
    const settings = ofKubelet(input);
    const { gpusPerNode } = input.plan.gpu;
    const { intent } = input.recipe.query;
    const strict = settings.find(({ name, value }) => name === 'topologyManagerPolicy' && value === 'single-numa-node');
    const memory = settings.find(({ name, value }) => name === 'memoryManagerPolicy' && value === 'Static');
    const isKnown =
      RESERVE_MEMORY.includes(input.plan.service) || settings.some(({ name }) => name === 'reservedMemory');
    return [
      ...(strict && intent === 'training' && gpusPerNode > 1
        ? [
            broken({
              path: `tuning.gpu.settings.${strict.id}`,
              pool: settingSaid(strict),
              tree: said('criteria.intent', `${intent} with ${gpusPerNode} GPUs a node`),
              because: 'a pod with all GPUs of a node spans its NUMA nodes and would be rejected',
              hint: 'use best-effort or restricted',
            }),
          ]
        : []),
      ...(memory && !isKnown
        ? [
            broken({
              path: `tuning.gpu.settings.${memory.id}`,
              pool: settingSaid(memory),
              tree: said('setting reservedMemory', undefined),
              because: 'the kubelet does not start unless memory is reserved on each NUMA node, and sums must match',
              hint: 'add a setting for reservedMemory, or take the memory manager out',
            }),
          ]
        : []),
    ];
  },
};
