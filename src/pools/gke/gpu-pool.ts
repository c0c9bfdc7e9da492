import type { Instance } from '../../recipe/instance.ts';
import type { Expression } from '../expression.ts';
import { Part, type PlannedResource } from '../resource.ts';
import type { NodeNetwork } from './fabric-networks.ts';
import { gpuSoftware } from './gpu-software.ts';
import type { GkeInput } from './input.ts';
import type { GkeNodeConfig } from './node-config.ts';
import { baseNode, type NodeMade, nodePoolTaints } from './node-parts.ts';
import { gpuGroups, placementOf } from './placement.ts';
import type { GcpTypes, NodeConfig } from './resource-types.ts';

/** GKE's own name of each image, by operating system; the same for both architectures. */
export const IMAGE_TYPES: Readonly<Record<string, string>> = { cos: 'COS_CONTAINERD', ubuntu: 'UBUNTU_CONTAINERD' };

/** Boot disks other than GKE's default, by machine type. Source: GoogleCloudPlatform/cluster-toolkit gke-a4x (June 2026). */
const DISK_TYPES: Readonly<Record<string, string>> = { 'a4x-highgpu-4g': 'hyperdisk-balanced' };

/** Unit: GiB. Images and scratch space are on local disks where the machine has some; else room for several images of 15 to 25 GB each. */
const DISK_GIB = { withLocalDisks: 100, alone: 500 } as const;

/** The GPU nodes: a fixed number in one zone, with whatever ties them into one fabric. */
export function gkeGpuPools(
  input: GkeInput,
  made: NodeMade & {
    readonly clusterName: Expression;
    readonly interfaces: readonly NodeNetwork[];
    readonly nodeConfig: GkeNodeConfig;
    readonly dependsOn: readonly string[];
  },
): readonly PlannedResource[] {
  const { account, acceleratorType, gpuZone, instance, plan, region } = input;
  const { gpu } = plan;
  const part = new Part<GcpTypes>('gpu-pool');
  const { gpuDriverVersion, labels } = gpuSoftware(gpu.ownership);
  const hasLocalDisks = (instance.localSsds ?? 0) > 0;

  for (const group of gpuGroups(input)) {
    const placementPolicy = placementOf(part, input, group);
    part.add(
      'gcp:container/nodePool:NodePool',
      group.name,
      {
        name: group.name,
        cluster: made.clusterName,
        location: region,
        // One zone: fabric, placement and reservation live in one, and the count is one a zone.
        nodeLocations: [gpuZone],
        nodeCount: group.count,
        version: account.version,
        management: { autoRepair: true, autoUpgrade: true },
        // Neither a reservation nor a quota has room for one more: the old node goes before the new one comes.
        upgradeSettings: { strategy: 'SURGE', maxSurge: 0, maxUnavailable: 1 },
        ...(placementPolicy ? { placementPolicy } : {}),
        networkConfig: { enablePrivateNodes: true, additionalNodeNetworkConfigs: made.interfaces },
        nodeConfig: {
          ...baseNode(input, made, gpu.ownership.driver === 'provider'),
          machineType: instance.name,
          imageType: IMAGE_TYPES[gpu.os] ?? '',
          guestAccelerators: [
            { type: acceleratorType, count: instance.gpus, gpuDriverInstallationConfig: { gpuDriverVersion } },
          ],
          gvnic: { enabled: true },
          diskSizeGb: hasLocalDisks ? DISK_GIB.withLocalDisks : DISK_GIB.alone,
          ...ofTheMachine(instance),
          ...ofTheCapacity(input),
          ...made.nodeConfig.fields,
          labels: { ...gpu.labels, ...labels },
          taints: nodePoolTaints(gpu.taints),
        },
      },
      {
        dependsOn: made.dependsOn,
        // Its name is fixed, and there is no room for a second one.
        deleteBeforeReplace: true,
        customTimeouts: { create: '90m', update: '90m', delete: '60m' },
      },
    );
  }
  return part.resources;
}

/** Disks that come with the machine hold images and scratch space: they are fast and included. */
function ofTheMachine({ name, localSsds = 0 }: Instance): NodeConfig {
  const diskType = DISK_TYPES[name];
  return {
    ...(diskType ? ({ diskType } satisfies NodeConfig) : {}),
    ...(localSsds > 0 ? ({ ephemeralStorageLocalSsdConfig: { localSsdCount: localSsds } } satisfies NodeConfig) : {}),
  };
}

/** How the nodes are paid for: on the reservation that is named, or until somebody else wants them. */
function ofTheCapacity({ account, plan }: GkeInput): NodeConfig {
  const { reservation } = account.capacity;
  if (plan.gpu.capacity === 'spot') return { spot: true };
  if (plan.gpu.capacity !== 'reserved' || !reservation) return {};
  return {
    reservationAffinity: {
      consumeReservationType: 'SPECIFIC_RESERVATION',
      key: 'compute.googleapis.com/reservation-name',
      values: [reservation],
    },
  };
}
