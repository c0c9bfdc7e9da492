import type { Expression } from '../expression.ts';
import { Part, type PlannedResource } from '../resource.ts';
import { type AksInput, POOL_NAMES } from './input.ts';
import type { AksNodeConfig } from './node-config.ts';
import type { NodeImage } from './node-image.ts';
import type { AzureTypes } from './resource-types.ts';
import { poolTaints } from './taints.ts';

/** Unit: GiB. Room for several GPU images of 15 to 25 GB each. */
const DISK_GIB = 512;

/** The GPU nodes: one pool, one size, one zone. */
export function aksGpuPool(
  input: AksInput,
  made: {
    readonly group: Expression;
    readonly clusterName: Expression;
    readonly subnetId: Expression;
    readonly image: NodeImage;
    readonly nodeConfig: AksNodeConfig;
    readonly dependsOn: readonly string[];
  },
): readonly PlannedResource[] {
  const { account, gpuZone, instance, plan, tags } = input;
  const { gpu } = plan;
  const { kubeletConfig, linuxOSConfig } = made.nodeConfig;
  const isSpot = gpu.capacity === 'spot';
  const isReserved = gpu.capacity === 'reserved';
  const hasAutoscaler = isSpot && gpu.count > 0;
  const { reservationGroupId } = account.capacity;
  const part = new Part<AzureTypes>('gpu-pool');
  part.add(
    'azure-native:containerservice:AgentPool',
    'gpu-nodes',
    {
      resourceGroupName: made.group,
      resourceName: made.clusterName,
      agentPoolName: POOL_NAMES.gpu,
      mode: 'User',
      type: 'VirtualMachineScaleSets',
      osType: 'Linux',
      osSKU: made.image.osSKU,
      vmSize: instance.name,
      orchestratorVersion: plan.kubernetes,
      count: gpu.count,
      // Nobody else brings evicted nodes back, and the plan's number is kept.
      ...(hasAutoscaler
        ? { enableAutoScaling: true, minCount: gpu.count, maxCount: gpu.count }
        : { enableAutoScaling: false }),
      ...(gpuZone === undefined ? {} : { availabilityZones: [gpuZone] }),
      vnetSubnetID: made.subnetId,
      osDiskSizeGB: DISK_GIB,
      osDiskType: 'Managed',
      enableEncryptionAtHost: account.encryptionAtHost,
      enableNodePublicIP: false,
      // One owner of the driver: the operator's or Azure's, never both.
      gpuProfile: { driver: gpu.ownership.driver === 'operator' ? 'None' : 'Install' },
      // Secure boot refuses modules that the operator builds.
      securityProfile: { enableSecureBoot: false, enableVTPM: false },
      nodeLabels: gpu.labels,
      nodeTaints: poolTaints(gpu.taints),
      ...(kubeletConfig ? { kubeletConfig } : {}),
      ...(linuxOSConfig ? { linuxOSConfig } : {}),
      ...(isReserved && reservationGroupId !== undefined ? { capacityReservationGroupID: reservationGroupId } : {}),
      ...(isSpot
        ? // Up to the price on demand. Spot pools have no surge to set.
          { scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: -1 }
        : // There is rarely one GPU machine more to be had, and never on a reservation: the old node goes before the new one comes.
          { scaleSetPriority: 'Regular', upgradeSettings: { maxSurge: '0', maxUnavailable: '1' } }),
      tags,
    },
    {
      dependsOn: made.dependsOn,
      // A pool has one name, so two of it cannot be there at once.
      deleteBeforeReplace: true,
      ...(hasAutoscaler ? { ignoreChanges: ['count'] } : {}),
      customTimeouts: { create: '90m', update: '90m', delete: '60m' },
    },
  );
  return part.resources;
}
