import type { Problem } from '../../errors.ts';
import type { PoolsPlan } from '../plan.ts';
import { isGiven } from '../stand-in.ts';
import { parseCidr } from '../subnets.ts';
import type { OkeAccount } from './account.ts';
import { ownsDevicePlugin } from './add-ons.ts';
import { okeSubnets } from './network.ts';
import { GPU_PODS, podsOfVm } from './node-pool.ts';
import { MOST_TAGS, okeTags } from './tags.ts';

/**
 * Shapes that are launched in GPU memory clusters only, by accelerator.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Compute/Concepts/gpu-memory-clusters-deploy.htm no instances directly on the fabric
 * @see https://github.com/oracle-quickstart/oci-hpc-oke terraform/validation.tf (August 2026) refused in pools and cluster networks
 */
const IN_MEMORY_CLUSTERS = ['gb200', 'gb300'];

/** https://github.com/oracle/karpenter-provider-oci/blob/main/docs/guide/faqs.md: OKE's bootstrap puts it on preemptible nodes. */
const PREEMPTIBLE = 'oci.oraclecloud.com/oke-is-preemptible';

/** A problem where there is one. */
const when = (isWrong: boolean, path: string, message: string, hint: string): Problem[] =>
  isWrong ? [{ code: 'ACCOUNT_INVALID', path, message, hint }] : [];

/** What the plan needs of the account, and was not told or does not fit. All of it at once. */
export const okeProblems = (plan: PoolsPlan, account: OkeAccount): Problem[] => [
  ...ofTheMachine(plan),
  ...ofCapacity(plan, account),
  ...ofFirmware(plan, account),
  ...ofTheCluster(plan, account),
];

const ofTheMachine = ({ gpu, kubernetes }: PoolsPlan): Problem[] => [
  ...when(
    IN_MEMORY_CLUSTERS.includes(gpu.accelerator),
    'pools.gpu.instanceType',
    `got ${gpu.instanceType}, which Oracle launches in GPU memory clusters only, and those are not made here`,
    'make the nodes of the rack with https://github.com/oracle-quickstart/oci-hpc-oke; the tree in Git fits them',
  ),
  ...when(
    !/^\d+\.\d+\.\d+$/.test(kubernetes),
    'inputs.kubernetes',
    `got ${kubernetes}, and OKE knows whole versions only`,
    'give one of oci ce cluster-options get --cluster-option-id all, such as 1.34.2',
  ),
];

function ofCapacity({ cluster, gpu }: PoolsPlan, { capacity, firmware }: OkeAccount): Problem[] {
  const kind = gpu.capacity ?? 'on-demand';
  const isSpot = kind === 'spot';
  return [
    ...when(
      kind === 'capacity-block',
      'inputs.capacity',
      'got capacity-block, and Oracle Cloud sells no capacity by the block',
      'reserve the machines and write reserved, or on-demand',
    ),
    ...when(
      kind === 'reserved' && !capacity.reservationId,
      'account.capacity.reservationId',
      `is missing: ${cluster} runs on capacity that was reserved`,
      'give the OCID of the capacity reservation; nothing is reserved here',
    ),
    ...when(
      kind !== 'reserved' && isGiven(capacity.reservationId),
      'account.capacity.reservationId',
      `names a reservation, and inputs.capacity of ${cluster} is ${kind}`,
      'set inputs.capacity to reserved, or take the reservation out',
    ),
    ...when(
      isSpot && gpu.machine === 'bare-metal',
      'inputs.capacity',
      `got spot, and ${gpu.instanceType} is bare metal, which is never preemptible`,
      'write on-demand or reserved',
    ),
    ...when(
      isSpot && gpu.machine === 'vm' && !gpu.taints.some(({ key }) => key === PREEMPTIBLE),
      'pools.gpu.taints',
      `lacks ${PREEMPTIBLE}, which OKE puts on preemptible nodes, and nothing in the tree tolerates it`,
      `add { key: ${PREEMPTIBLE}, value: present, effect: NoSchedule } to the taints of the GPU pool`,
    ),
    ...when(
      isSpot && firmware !== undefined,
      'account.firmware',
      'is set, and a cluster network has no preemptible nodes',
      'take firmware out, or write on-demand',
    ),
  ];
}

const ofFirmware = ({ gpu }: PoolsPlan, { firmware, nodeTag }: OkeAccount): Problem[] =>
  firmware === undefined
    ? []
    : [
        ...when(
          gpu.instance?.platform === undefined || gpu.fabric === 'none',
          'account.firmware',
          `is set, and no firmware settings of ${gpu.instanceType} in a cluster network are known`,
          'take firmware out, or name a shape with RDMA whose row in recipes/instances/oke.yaml has a platform',
        ),
        ...when(
          nodeTag === undefined,
          'account.nodeTag',
          'is missing: nodes with firmware settings join by themselves, and a tag tells which machines may',
          'create a tag namespace and a key, and give them as namespace.key',
        ),
      ];

function ofTheCluster(plan: PoolsPlan, { addons, systemNodes, vcnCidr }: OkeAccount): Problem[] {
  const keys = Object.keys(okeTags(plan)).length;
  // One system node more while they are exchanged. OCI keeps three addresses of each subnet.
  const pods = plan.gpu.count * GPU_PODS + (systemNodes.count + 1) * podsOfVm(systemNodes.ocpus);
  const room = 2 ** (32 - parseCidr(okeSubnets(vcnCidr).pods).prefix) - 3;
  return [
    ...when(
      ownsDevicePlugin(plan.gpu) && !addons.NvidiaGpuPlugin,
      'account.addons.NvidiaGpuPlugin',
      'is missing: OKE exchanges its device plugin under running jobs unless a version is pinned',
      `give one of oci ce addon-option list --kubernetes-version v${plan.kubernetes} --addon-name NvidiaGpuPlugin`,
    ),
    ...when(
      keys > MOST_TAGS || keys <= Object.keys(plan.tags).length,
      'shared.labels',
      `make ${keys} tags with that of the cluster, and two of one key count once; OCI takes ${MOST_TAGS} on a resource`,
      'take labels out, or let their keys differ in more than dots and underscores',
    ),
    ...when(
      pods > room,
      'account.vcnCidr',
      `got ${vcnCidr}, where pods have ${room} addresses; these nodes may run ${pods}`,
      'give a larger network',
    ),
  ];
}
