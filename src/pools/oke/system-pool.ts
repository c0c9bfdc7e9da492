import { Part, type PlannedResource } from '../resource.ts';
import type { OkeUserData } from './first-boot.ts';
import type { OkeInput } from './input.ts';
import {
  initialNodeLabels,
  nodeEvictionNodePoolSettings,
  nodeMetadata,
  type PoolNeeds,
  podNetwork,
  podsOfVm,
  poolArguments,
} from './node-pool.ts';
import type { OciTypes } from './resource-types.ts';

/** Unit: GB. https://github.com/oracle-quickstart/oci-hpc-oke worker_ops_boot_volume_size (August 2026) */
const DISK_GB = 128;

/** Nodes for everything that is not bound to a GPU node, spread over the availability domains. */
export function okeSystemPool(
  input: OkeInput,
  needs: PoolNeeds & { readonly userData: OkeUserData },
): readonly PlannedResource[] {
  const { account, plan, tags } = input;
  const { count, instanceType, memoryGiB, ocpus } = account.systemNodes;
  const part = new Part<OciTypes>('system-pool');
  part.add(
    'oci:ContainerEngine/nodePool:NodePool',
    'system-nodes',
    {
      ...poolArguments(input, 'system-nodes', needs),
      nodeShape: instanceType,
      nodeShapeConfig: { ocpus, memoryInGbs: memoryGiB },
      nodeSourceDetails: {
        sourceType: 'IMAGE',
        imageId: account.images.systemImageId,
        bootVolumeSizeInGbs: String(DISK_GB),
      },
      nodeConfigDetails: {
        size: count,
        placementConfigs: account.availabilityDomains.map((availabilityDomain) => ({
          availabilityDomain,
          subnetId: needs.network.subnetIds.workers,
        })),
        nsgIds: [needs.network.groupIds.workers],
        kmsKeyId: account.kms.keyId,
        isPvEncryptionInTransitEnabled: true,
        nodePoolPodNetworkOptionDetails: podNetwork(needs.network, podsOfVm(ocpus)),
        freeformTags: tags,
      },
      nodeMetadata: nodeMetadata(needs.userData.file),
      initialNodeLabels: initialNodeLabels(plan.system.labels),
      nodeEvictionNodePoolSettings,
      nodePoolCyclingDetails: {
        isNodeCyclingEnabled: true,
        maximumSurge: '1',
        maximumUnavailable: '0',
        cycleModes: ['INSTANCE_REPLACE'],
      },
    },
    { dependsOn: needs.dependsOn },
  );
  return part.resources;
}
