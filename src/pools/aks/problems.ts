import type { Problem } from '../../errors.ts';
import type { PoolsPlan } from '../plan.ts';
import { isGiven } from '../stand-in.ts';
import type { AksAccount } from './account.ts';
import { nodesOfPods } from './addresses.ts';
import { neededFeatures } from './features.ts';
import { NODE_IMAGES, nodeImage } from './node-image.ts';
import { tagClashes } from './tags.ts';
import { irremovable, SPOT_TAINT } from './taints.ts';

/** Prefixes that AKS keeps for its own labels. https://learn.microsoft.com/azure/aks/use-labels#reserved-prefixes */
const RESERVED_PREFIXES = ['kubernetes.azure.com/', 'kubernetes.io/'];

/** A pool is one scale set, and a scale set has 1,000 machines at most. */
const MOST_NODES = 1000;

const problem = (path: string, message: string, hint: string): Problem => ({
  code: 'ACCOUNT_INVALID',
  path,
  message,
  hint,
});

/** Everything that keeps AKS from making this plan in this account. */
export const aksProblems = (plan: PoolsPlan, account: AksAccount): Problem[] => [
  ...capacityProblems(plan, account),
  ...featureProblems(plan, account),
  ...imageProblems(plan, account),
  ...nodeProblems(plan),
  ...sizeProblems(plan, account),
];

function capacityProblems({ cluster, gpu }: PoolsPlan, { capacity }: AksAccount): Problem[] {
  const { reservationGroupId } = capacity;
  if (gpu.capacity === 'capacity-block')
    return [
      problem('inputs.capacity', 'got capacity-block, and Azure has none', 'want on-demand, reserved or spot on AKS'),
    ];
  if (gpu.capacity === 'reserved' && reservationGroupId === undefined)
    return [
      problem(
        'account.capacity.reservationGroupId',
        `is missing: ${cluster} runs on capacity that was reserved`,
        'give the id of the capacity reservation group; nothing is reserved here',
      ),
    ];
  if (gpu.capacity !== 'reserved' && isGiven(reservationGroupId))
    return [
      problem(
        'account.capacity.reservationGroupId',
        `names a reservation, and inputs.capacity of ${cluster} is ${gpu.capacity ?? 'on-demand'}`,
        'set inputs.capacity to reserved, or take the reservation out',
      ),
    ];
  return [];
}

const featureProblems = (plan: PoolsPlan, account: AksAccount): Problem[] =>
  neededFeatures(plan, account)
    .filter(({ name }) => account.features[name] === undefined)
    .map(({ name, namespace, because }) =>
      problem(
        `account.features.${name}`,
        `is not said: ${because}`,
        `az feature register --namespace ${namespace} --name ${name}, wait for Registered, az provider register --namespace ${namespace}; then say registered`,
      ),
    );

function imageProblems({ gpu, kubernetes }: PoolsPlan, { nodeOsUpgrades }: AksAccount): Problem[] {
  const known = NODE_IMAGES.map((image) => `${image.os} ${image.osVersion} with 1.${image.kubernetes.join(' to 1.')}`);
  return [
    ...(nodeImage(gpu, kubernetes)
      ? []
      : [
          problem(
            gpu.osVersion === undefined ? 'criteria.os' : 'inputs.osVersion',
            `AKS gives no ${[gpu.os, gpu.osVersion].filter(Boolean).join(' ')} with Kubernetes ${kubernetes}`,
            `it has ${known.join('; ')}`,
          ),
        ]),
    ...(gpu.os === 'azurelinux' && nodeOsUpgrades === 'SecurityPatch'
      ? [
          problem(
            'account.nodeOsUpgrades',
            'got SecurityPatch, which AKS does not do on GPU nodes of Azure Linux',
            'want None or NodeImage',
          ),
        ]
      : []),
  ];
}

function nodeProblems({ gpu, system, tags }: PoolsPlan): Problem[] {
  const pools = Object.entries({ gpu, system });
  return [
    ...pools.flatMap(([name, { taints }]) =>
      irremovable(taints).map(({ key, value, effect }) =>
        problem(
          `pools.${name}.taints`,
          `${key}=${value}:${effect} would stay for ever: AKS refuses the removal of a taint of its pools`,
          'take it out; the node agent puts it on new nodes by itself (node-tuning: autoTaintNewNodes)',
        ),
      ),
    ),
    ...pools.flatMap(([name, { labels }]) =>
      Object.keys(labels)
        .filter((key) => RESERVED_PREFIXES.some((prefix) => key.startsWith(prefix)))
        .map((key) =>
          problem(`pools.${name}.labels`, `${key} begins as labels of AKS do`, 'choose a name with a prefix of yours'),
        ),
    ),
    ...(gpu.capacity === 'spot' && !gpu.taints.some(({ key }) => key === SPOT_TAINT.key)
      ? [
          problem(
            'pools.gpu.taints',
            `lacks ${SPOT_TAINT.key}=${SPOT_TAINT.value}:${SPOT_TAINT.effect}, which AKS puts on every spot node`,
            'add it beside your own, so that the tree tolerates it',
          ),
        ]
      : []),
    ...tagClashes(tags).map(([one, other]) =>
      problem('shared.labels', `${one} and ${other} would be one tag in Azure`, 'rename one: a tag has no slash'),
    ),
  ];
}

function sizeProblems({ gpu }: PoolsPlan, { podCidr, systemNodes }: AksAccount): Problem[] {
  const nodes = gpu.count + systemNodes.count;
  // A third more system nodes while they are upgraded.
  const most = nodes + Math.ceil(systemNodes.count / 3);
  return [
    ...(gpu.fabric !== 'none' && gpu.instance?.fabric !== 'infiniband'
      ? [
          problem(
            'pools.gpu.instanceType',
            `${gpu.instanceType} has no InfiniBand, and the recipe counts on ${gpu.fabric}`,
            'choose a size with an r in its name',
          ),
        ]
      : []),
    ...(gpu.count > MOST_NODES
      ? [problem('pools.gpu.count', `got ${gpu.count}`, `want ${MOST_NODES} or fewer: a pool has no more`)]
      : []),
    ...(most > nodesOfPods(podCidr)
      ? [
          problem(
            'account.podCidr',
            `${podCidr} has room for ${nodesOfPods(podCidr)} nodes, and there may be ${most}`,
            'give a larger network: each node takes a /24',
          ),
        ]
      : []),
  ];
}
