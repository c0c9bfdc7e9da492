import { isPlainMap } from '../../plain.ts';
import { BOUGHT_BEFORE } from './capacity.ts';
import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';
import { tree } from './tree/read.ts';

/** The agent never takes all nodes of a pool at once. */
export const rebootBudget: Contract = {
  id: 'reboot-budget',
  about: 'The node agent has a budget of nodes that it interrupts at one time, and it is smaller than the pool.',
  halves: ['number of GPU nodes', 'interruptionBudget of the objects of the node agent'],
  source: 'https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/docs/user-guide/custom-resource.md',
  check(input) {
    const { count } = input.plan.gpu;
    return tree(input).agents.flatMap(({ component, at, spec: { interruptionBudget: budget } }) => {
      const given = isPlainMap(budget) ? budget : {};
      const nodes =
        typeof given.count === 'number'
          ? given.count
          : typeof given.percent === 'number'
            ? Math.ceil((given.percent * count) / 100)
            : count;
      const isGiven = typeof given.count === 'number' || typeof given.percent === 'number';
      if (isGiven && (nodes < count || count <= 1)) return [];
      return [
        broken({
          path: `components.${component}.interruptionBudget`,
          pool: said('pools.gpu.count', count),
          tree: said(`${at} spec.interruptionBudget`, budget),
          because: isGiven ? 'all nodes would restart at once' : 'without a budget the agent takes all nodes at once',
          hint: 'give a count below the number of GPU nodes, e.g. { count: 1 }',
        }),
      ];
    });
  },
};

/** Capacity that was bought has no room for one node more. */
export const reservedUpgrade: Contract = {
  id: 'reserved-upgrade',
  about: 'Nodes on capacity that was bought before are replaced one by one, within their number, never by a surge.',
  halves: ['update or upgrade settings of the GPU pool', 'inputs.capacity'],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html, https://docs.cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations, https://learn.microsoft.com/azure/aks/upgrade-aks-cluster',
  check(input) {
    const { capacity } = input.plan.gpu;
    const { upgrade } = made(input).gpu;
    if (!upgrade || upgrade.keepsCount || !BOUGHT_BEFORE.includes(capacity ?? '')) return [];
    return [
      broken({
        path: 'inputs.capacity',
        pool: upgrade,
        tree: said('inputs.capacity', capacity),
        because: 'the reservation has no machine for one node more, so an upgrade would hang',
        hint: 'let the old node go before the new one comes: MINIMAL on EKS, a surge of 0 elsewhere',
      }),
    ];
  },
};
