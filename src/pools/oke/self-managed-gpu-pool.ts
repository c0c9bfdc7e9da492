import { base64, type Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { OkeAccount } from './account.ts';
import type { OkeUserData } from './first-boot.ts';
import { gpuLabels } from './gpu-labels.ts';
import { common, type OkeInput, okeVersion } from './input.ts';
import { GPU_DISK_GB } from './managed-gpu-pool.ts';
import { GPU_PODS, type PoolNeeds } from './node-pool.ts';
import type { OciTypes } from './resource-types.ts';

/** Plugins of Oracle's agent that put an RDMA network into service. */
const RDMA_PLUGINS = [
  'Compute HPC RDMA Authentication',
  'Compute HPC RDMA Auto-Configuration',
  'Compute RDMA GPU Monitoring',
];

/** Unit: volume performance units a GB: what HPC images are started from. */
const DISK_VPUS = 30;

/** GPU nodes whose firmware is set: a configuration of machines, and a cluster network of them that joins by itself. */
export function selfManagedGpuPool(
  input: OkeInput,
  needs: PoolNeeds & {
    readonly userData: OkeUserData;
    readonly privateHost: Expression;
    readonly certificateAuthority: Expression;
  },
): readonly PlannedResource[] {
  const { account, gpuDomain, instance, plan, tags } = input;
  const { network } = needs;
  const part = new Part<OciTypes>('gpu-pool');
  const tag = account.nodeTag === undefined ? {} : { definedTags: { [account.nodeTag]: plan.cluster } };
  const configuration = part.add('oci:Core/instanceConfiguration:InstanceConfiguration', 'gpu-configuration', {
    ...common(input, 'gpu'),
    instanceDetails: {
      instanceType: 'compute',
      launchDetails: {
        ...common(input, 'gpu'),
        ...tag,
        availabilityDomain: gpuDomain,
        shape: instance.name,
        ...(plan.gpu.capacity === 'reserved' && account.capacity.reservationId
          ? { capacityReservationId: account.capacity.reservationId }
          : {}),
        platformConfig: platformConfig(instance.platform ?? '', account.firmware ?? {}),
        sourceDetails: {
          sourceType: 'image',
          imageId: account.images.gpuImageId,
          bootVolumeSizeInGbs: String(GPU_DISK_GB),
          bootVolumeVpusPerGb: String(DISK_VPUS),
          kmsKeyId: account.kms.keyId,
        },
        createVnicDetails: {
          subnetId: network.subnetIds.workers,
          nsgIds: [network.groupIds.workers],
          assignPublicIp: false,
          assignPrivateDnsRecord: true,
          freeformTags: tags,
        },
        instanceOptions: { areLegacyImdsEndpointsDisabled: true },
        agentConfig: {
          areAllPluginsDisabled: false,
          isManagementDisabled: false,
          isMonitoringDisabled: false,
          pluginsConfigs: RDMA_PLUGINS.map((name) => ({ name, desiredState: 'ENABLED' })),
        },
        metadata: {
          user_data: base64(needs.userData.file.text),
          apiserver_host: needs.privateHost,
          cluster_ca_cert: needs.certificateAuthority,
          'oke-k8version': okeVersion(plan.kubernetes),
          'oke-tenancy-id': account.tenancyId,
          'oke-initial-node-labels': labelText({
            ...gpuLabels(plan),
            'oci.oraclecloud.com/vcn-native-ip-cni': 'true',
          }),
          'oke-native-pod-networking': 'true',
          'oke-max-pods': String(GPU_PODS),
          'pod-subnets': network.subnetIds.pods,
          'pod-nsgids': network.groupIds.pods,
        },
      },
    },
  });
  part.add(
    'oci:Core/clusterNetwork:ClusterNetwork',
    'gpu-nodes',
    {
      ...common(input, 'gpu-nodes'),
      instancePools: [
        {
          instanceConfigurationId: output(configuration, 'id'),
          displayName: `${plan.cluster}-gpu-nodes`,
          size: plan.gpu.count,
          freeformTags: tags,
        },
      ],
      placementConfiguration: {
        availabilityDomain: gpuDomain,
        primaryVnicSubnets: { subnetId: network.subnetIds.workers },
      },
    },
    {
      dependsOn: needs.dependsOn,
      deleteBeforeReplace: true,
      // Bare metal is set up in the factory's way first, one firmware after the other.
      customTimeouts: { create: '2h', update: '2h', delete: '2h' },
    },
  );
  return part.resources;
}

/** Firmware in the words of the API; the type must be that of the shape. */
function platformConfig(type: string, firmware: NonNullable<OkeAccount['firmware']>) {
  const { accessControl, iommu, numaNodesPerSocket, percentageOfCores, secureBoot, smt, virtualInstructions } =
    firmware;
  return {
    type,
    ...(numaNodesPerSocket === undefined ? {} : { numaNodesPerSocket }),
    ...(smt === undefined ? {} : { isSymmetricMultiThreadingEnabled: smt }),
    ...(iommu === undefined ? {} : { isInputOutputMemoryManagementUnitEnabled: iommu }),
    ...(accessControl === undefined ? {} : { isAccessControlServiceEnabled: accessControl }),
    ...(virtualInstructions === undefined ? {} : { areVirtualInstructionsEnabled: virtualInstructions }),
    ...(percentageOfCores === undefined ? {} : { percentageOfCoresEnabled: percentageOfCores }),
    ...(secureBoot === undefined ? {} : { isSecureBootEnabled: secureBoot }),
  };
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
