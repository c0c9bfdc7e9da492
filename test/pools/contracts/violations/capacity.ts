import { withArgs, withObject } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, GB200, GKE, H100, NODES, OKE, props, TEMPLATE } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Reboots, capacity, placement. */
export const CAPACITY: readonly Violation[] = [
  {
    breaks: 'reboot-budget',
    when: 'all nodes may restart at once',
    input: () => sampleInput(H100, props('node-tuning', { interruptionBudget: { percent: 100 } })),
    says: ['pools.gpu.count is 4', 'spec.interruptionBudget is {"percent":100}'],
  },
  {
    breaks: 'reboot-budget',
    when: 'the agent has no budget (hardware-tuning.md rule 10)',
    input: () => withObject(sampleInput(AKS), 'NodeWright', ['spec', 'interruptionBudget'], undefined),
    says: ['pools.gpu.count is 2', 'spec.interruptionBudget is not given'],
  },
  {
    breaks: 'reserved-upgrade',
    when: 'an EKS pool on a capacity block surges (node-pools.md 0.5)',
    input: () => withArgs(sampleInput(GB200), NODES, ['updateConfig'], { maxUnavailable: 1 }),
    says: ['gpu-nodes: updateConfig is {"maxUnavailable":1}', 'inputs.capacity is capacity-block'],
  },
  {
    breaks: 'reserved-upgrade',
    when: 'a GKE pool on a reservation surges (node-pools.md 0.5)',
    input: () =>
      withArgs(sampleInput(GKE, { inputs: { capacity: 'reserved' } }), NODES, ['upgradeSettings', 'maxSurge'], 1),
    says: ['"maxSurge":1', 'inputs.capacity is reserved'],
  },
  {
    breaks: 'reserved-upgrade',
    when: 'an AKS pool on a reservation surges (node-pools.md 0.5)',
    input: () =>
      withArgs(sampleInput(AKS, { inputs: { capacity: 'reserved' } }), NODES, ['upgradeSettings', 'maxSurge'], '10%'),
    says: ['"maxSurge":"10%"', 'inputs.capacity is reserved'],
  },
  {
    breaks: 'reserved-upgrade',
    when: 'an OKE pool on a reservation surges (node-pools.md 0.5)',
    input: () =>
      withArgs(
        sampleInput(OKE, { inputs: { capacity: 'reserved' } }),
        NODES,
        ['nodePoolCyclingDetails', 'maximumSurge'],
        '1',
      ),
    says: ['"maximumSurge":"1"', 'inputs.capacity is reserved'],
  },
  {
    breaks: 'capacity',
    when: 'nodes of a capacity block are started on demand',
    input: () => withArgs(sampleInput(GB200), TEMPLATE, ['capacityReservationSpecification'], undefined),
    says: ['reservation of the GPU pool is none', 'inputs.capacity is capacity-block'],
  },
  {
    breaks: 'capacity',
    when: 'nodes on demand run on a reservation',
    input: () =>
      withArgs(sampleInput(GKE), NODES, ['nodeConfig', 'reservationAffinity'], {
        consumeReservationType: 'SPECIFIC_RESERVATION',
        values: ['h100-reservation'],
      }),
    says: ['reservationAffinity is ["h100-reservation"]', 'inputs.capacity is on-demand'],
  },
  {
    breaks: 'capacity',
    when: 'nodes are spot although the cluster file pays for them',
    input: () => withArgs(sampleInput(H100), NODES, ['capacityType'], 'SPOT'),
    says: ['gpu-nodes: capacityType is true', 'inputs.capacity is on-demand'],
  },
  {
    breaks: 'placement-group',
    when: 'a capacity block has a placement group (node-pools.md 3.5)',
    input: () => withArgs(sampleInput(GB200), TEMPLATE, ['placement'], { groupName: 'gpu' }),
    says: ['gpu-template: placement.groupName is gpu', 'inputs.capacity is capacity-block'],
  },
  {
    breaks: 'placement-group',
    when: 'nodes with EFA on demand have none (node-pools.md 0.4)',
    input: () => withArgs(sampleInput(H100), TEMPLATE, ['placement'], undefined),
    says: ['placement of the launch template is not given', 'fabric of p5.48xlarge is efa'],
  },
];
