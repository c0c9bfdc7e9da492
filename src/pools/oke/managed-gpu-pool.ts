import { output, Part, type PlannedResource } from '../resource.ts';
import type { OkeUserData } from './first-boot.ts';
import { gpuLabels } from './gpu-labels.ts';
import { common, hasRdma, type OkeInput } from './input.ts';
import {
  GPU_PODS,
  initialNodeLabels,
  nodeEvictionNodePoolSettings,
  nodeMetadata,
  type PoolNeeds,
  podNetwork,
  poolArguments,
} from './node-pool.ts';
import type { OciTypes } from './resource-types.ts';

/** Unit: GB. Room for several GPU images of 15 to 25 GB each. https://github.com/oracle-quickstart/oci-hpc-oke (August 2026) */
export const GPU_DISK_GB = 512;

/** GPU nodes that OKE makes: a node pool, and a compute cluster where they talk over RDMA. */
export function managedGpuPool(
  input: OkeInput,
  needs: PoolNeeds & { readonly userData: OkeUserData },
): readonly PlannedResource[] {
  const { account, gpuDomain, instance, plan, tags } = input;
  const { gpu } = plan;
  const isReserved = gpu.capacity === 'reserved';
  const part = new Part<OciTypes>('gpu-pool');
  const fabric = hasRdma(input)
    ? part.add('oci:Core/computeCluster:ComputeCluster', 'fabric', {
        ...common(input, 'fabric'),
        availabilityDomain: gpuDomain,
      })
    : undefined;
  part.add(
    'oci:ContainerEngine/nodePool:NodePool',
    'gpu-nodes',
    {
      ...poolArguments(input, 'gpu-nodes', needs),
      nodeShape: instance.name,
      nodeSourceDetails: {
        sourceType: 'IMAGE',
        imageId: account.images.gpuImageId,
        bootVolumeSizeInGbs: String(GPU_DISK_GB),
      },
      nodeConfigDetails: {
        size: gpu.count,
        // One domain: network, reservation and limits of the shape live in one.
        placementConfigs: [
          {
            availabilityDomain: gpuDomain,
            subnetId: needs.network.subnetIds.workers,
            ...(isReserved && account.capacity.reservationId
              ? { capacityReservationId: account.capacity.reservationId }
              : {}),
            ...(gpu.capacity === 'spot'
              ? { preemptibleNodeConfig: { preemptionAction: { type: 'TERMINATE', isPreserveBootVolume: false } } }
              : {}),
          },
        ],
        ...(fabric ? { computeClusterId: output(fabric, 'id') } : {}),
        nsgIds: [needs.network.groupIds.workers],
        kmsKeyId: account.kms.keyId,
        // Disks of bare metal hang on iSCSI, which has no encryption of this kind.
        isPvEncryptionInTransitEnabled: instance.machine === 'vm',
        nodePoolPodNetworkOptionDetails: podNetwork(needs.network, GPU_PODS),
        freeformTags: tags,
      },
      nodeMetadata: nodeMetadata(needs.userData.file),
      initialNodeLabels: initialNodeLabels(gpuLabels(plan)),
      nodeEvictionNodePoolSettings,
      // There is no room for one more node: the old one is emptied first, and bare metal keeps its machine and gets a new disk.
      nodePoolCyclingDetails: {
        isNodeCyclingEnabled: true,
        maximumSurge: '0',
        maximumUnavailable: '1',
        cycleModes: [instance.machine === 'bare-metal' ? 'BOOT_VOLUME_REPLACE' : 'INSTANCE_REPLACE'],
      },
    },
    {
      dependsOn: needs.dependsOn,
      ...(isReserved || fabric ? { deleteBeforeReplace: true as const } : {}),
      // Nodes are exchanged one after the other, and each has its hour to be emptied.
      customTimeouts: { create: '90m', update: `${90 + 60 * gpu.count}m`, delete: '60m' },
    },
  );
  return part.resources;
}
