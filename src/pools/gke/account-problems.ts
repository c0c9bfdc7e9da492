import type { Problem } from '../../errors.ts';
import { serves } from '../serves.ts';
import { isGiven } from '../stand-in.ts';
import { parseCidr } from '../subnets.ts';
import type { GkeAccount } from './account.ts';
import { FABRIC_SUBNET_PREFIX } from './fabric-networks.ts';
import type { GkeInput } from './input.ts';
import { problem } from './problem.ts';
import { systemNodesAtMost } from './system-pool.ts';

/** What the plan needs to know of the account and was not told, or what does not fit it. */
export function accountProblems(
  input: Pick<GkeInput, 'plan' | 'region' | 'account' | 'gpuZone' | 'fabric'>,
): Problem[] {
  const { account, gpuZone, plan, region } = input;
  const { capacity, version, zones } = account;
  const isReserved = plan.gpu.capacity === 'reserved';
  return [
    ...(isGiven(version) && !serves(version, plan.kubernetes)
      ? [
          problem(
            'account.version',
            `got ${version}, and the recipe was resolved for Kubernetes ${plan.kubernetes}`,
            `give a version of the channel that is ${plan.kubernetes} or a later patch, or set inputs.kubernetes of the cluster file`,
          ),
        ]
      : []),
    ...[...new Set([...zones, gpuZone])]
      .filter((zone) => isGiven(zone) && !zone.startsWith(`${region}-`))
      .map((zone) =>
        problem(
          zones.includes(zone) ? `account.zones[${zones.indexOf(zone)}]` : 'account.gpuZone',
          `${zone} is not in ${region}`,
          'inputs.region of the cluster file decides the region',
        ),
      ),
    ...(isReserved && capacity.reservation === undefined
      ? [
          problem(
            'account.capacity.reservation',
            `is missing: ${plan.cluster} runs on capacity that was reserved`,
            'name the reservation; nothing is bought here',
          ),
        ]
      : []),
    ...(!isReserved && [capacity.reservation, capacity.placementPolicy].some(isGiven)
      ? [
          problem(
            'account.capacity',
            `names a reservation, and inputs.capacity of ${plan.cluster} is ${plan.gpu.capacity ?? 'on-demand'}`,
            'set inputs.capacity to reserved, or take the reservation out',
          ),
        ]
      : []),
    ...tooSmall(input),
  ];
}

/** Pod addresses that GKE sets aside for a node of 110 pods. */
const POD_PREFIX = 24;

/** Addresses of a subnet that Google keeps for itself. */
const KEPT = 4;

/** Networks without room for the nodes that are planned. */
function tooSmall({ account, fabric, plan }: Pick<GkeInput, 'account' | 'fabric' | 'plan'>): Problem[] {
  const nodes = systemNodesAtMost({ account }) + plan.gpu.count;
  const subnets = fabric.flatMap((network) => network.subnets).length;
  const rows = [
    { key: 'nodeCidr', needs: nodes + KEPT, of: 1, what: 'addresses of nodes' },
    { key: 'podCidr', needs: nodes, of: 2 ** (32 - POD_PREFIX), what: 'nodes with 256 pod addresses each' },
    { key: 'fabricCidr', needs: subnets, of: 2 ** (32 - FABRIC_SUBNET_PREFIX), what: 'subnets of 4096 addresses' },
  ] as const satisfies readonly {
    readonly key: keyof GkeAccount;
    readonly needs: number;
    readonly of: number;
    readonly what: string;
  }[];
  return rows
    .map((row) => ({ ...row, has: Math.floor(2 ** (32 - parseCidr(account[row.key]).prefix) / row.of) }))
    .filter(({ needs, has }) => needs > has)
    .map(({ key, needs, has, what }) =>
      problem(
        `account.${key}`,
        `${account[key]} has room for ${has} ${what}, ${needs} are needed`,
        'give a larger network',
      ),
    );
}
