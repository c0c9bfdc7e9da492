import { isGiven } from '../stand-in.ts';
import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';

/** Kinds of capacity that are there before the nodes are: there is no room for one more. */
export const BOUGHT_BEFORE: readonly string[] = ['reserved', 'capacity-block'];

/** The nodes are paid for as the cluster file says. */
export const capacity: Contract = {
  id: 'capacity',
  about:
    'The GPU nodes run on the kind of capacity that the cluster file names: on demand, spot, or a reservation that exists.',
  halves: ['reservation and purchase option of the GPU pool', 'inputs.capacity'],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html, https://docs.cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations, https://learn.microsoft.com/azure/aks/manage-node-pools',
  check(input) {
    const { capacity: kind = 'on-demand' } = input.plan.gpu;
    const { reservation, isSpot } = made(input).gpu;
    const tree = said('inputs.capacity', kind);
    const isBought = BOUGHT_BEFORE.includes(kind);
    if (!input.compiled) return [];
    return [
      ...(isBought && !reservation
        ? [
            broken({
              path: 'inputs.capacity',
              pool: said('reservation of the GPU pool', 'none'),
              tree,
              because: 'the nodes would be started on demand and paid for twice',
              hint: 'name the reservation in the account, or set inputs.capacity to on-demand',
            }),
          ]
        : []),
      // A name in angle brackets stands for a reservation that nobody gave.
      ...(!isBought && reservation && isGiven(String(reservation.value))
        ? [
            broken({
              path: 'inputs.capacity',
              pool: reservation,
              tree,
              because: 'upgrades would surge beyond the reservation',
              hint: 'set inputs.capacity to reserved or capacity-block, or take the reservation out of the account',
            }),
          ]
        : []),
      ...(isSpot && isSpot.value !== (kind === 'spot')
        ? [
            broken({
              path: 'inputs.capacity',
              pool: isSpot,
              tree,
              because: isSpot.value
                ? 'spot nodes are taken away at any time'
                : 'the nodes would be paid for at the full price',
              hint: 'use one kind of capacity in both halves',
            }),
          ]
        : []),
    ];
  },
};

/** A capacity block is placed already; on demand nobody places the nodes unless the pool does. */
export const placementGroup: Contract = {
  id: 'placement-group',
  about:
    'EKS nodes with EFA have a cluster placement group on demand, and none in a capacity block, which is placed already.',
  halves: ['placement of the launch template', 'inputs.capacity and the fabric of the instance type'],
  source:
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html',
  check(input) {
    const { gpu, service } = input.plan;
    const { placementGroup: group } = made(input).gpu;
    if (service !== 'eks' || !input.compiled) return [];
    if (gpu.capacity === 'capacity-block' && group)
      return [
        broken({
          path: 'inputs.capacity',
          pool: group,
          tree: said('inputs.capacity', gpu.capacity),
          because: 'instances of a capacity block are placed already, and a placement group refuses them',
          hint: 'leave the placement group out',
        }),
      ];
    if ((gpu.capacity ?? 'on-demand') === 'on-demand' && gpu.fabric === 'efa' && !group)
      return [
        broken({
          path: 'pools.gpu.instanceType',
          pool: said('placement of the launch template', undefined),
          tree: said(`fabric of ${gpu.instanceType}`, gpu.fabric),
          because: 'nodes that are started anywhere in the zone do not share the fast part of the network',
          hint: 'give the launch template a placement group with strategy cluster',
        }),
      ];
    return [];
  },
};
