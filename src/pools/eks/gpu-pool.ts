import { base64, type Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { EksUserData } from './first-boot.ts';
import { type EksInput, minorOf } from './input.ts';
import type { NetworkInterface } from './nic-layout.ts';
import type { AwsTypes } from './resource-types.ts';
import { disk, metadataOptions, nodeGroupTaints, tagSpecifications } from './template-parts.ts';

/** EKS's own name of each image, by operating system and architecture. `CUSTOM`: an image of the account. */
export const AMI_TYPES: Readonly<Record<string, Readonly<Record<'amd64' | 'arm64', string>>>> = {
  al2023: { amd64: 'AL2023_x86_64_NVIDIA', arm64: 'AL2023_ARM_64_NVIDIA' },
  bottlerocket: { amd64: 'BOTTLEROCKET_x86_64_NVIDIA', arm64: 'BOTTLEROCKET_ARM_64_NVIDIA' },
  ubuntu: { amd64: 'CUSTOM', arm64: 'CUSTOM' },
};

/** The device that holds container images, by operating system. */
const DATA_DEVICE: Readonly<Record<string, string>> = {
  al2023: '/dev/xvda',
  bottlerocket: '/dev/xvdb',
  ubuntu: '/dev/sda1',
};

/** Unit: GiB. Room for several GPU images of 15 to 25 GB each. */
const DISK_GIB = 500;

/** The GPU nodes: launch template, node group, and what ties them into one fabric. */
export function eksGpuPool(
  input: EksInput,
  made: {
    readonly vpcId: Expression;
    readonly subnetId: Expression;
    readonly clusterName: Expression;
    readonly clusterGroupId: Expression;
    readonly roleArn: Expression;
    readonly keyArn: Expression;
    readonly interfaces: readonly NetworkInterface[];
    readonly userData: EksUserData;
    readonly dependsOn: readonly string[];
  },
): readonly PlannedResource[] {
  const { account, instance, plan, tags } = input;
  const { gpu } = plan;
  const capacity = gpu.capacity ?? 'on-demand';
  const isReserved = isBoughtBefore(capacity);
  const part = new Part<AwsTypes>('gpu-pool');
  const hasFabric = gpu.fabric === 'efa';

  const group = hasFabric ? fabricGroup(part, input, made.vpcId) : undefined;
  const securityGroups = [made.clusterGroupId, ...(group ? [group] : [])];
  const placement = placementOf(part, input, capacity);
  const amiType = AMI_TYPES[gpu.os]?.[gpu.architecture] ?? 'CUSTOM';
  const { reservationId, reservationGroupArn } = account.capacity;

  const template = part.add('aws:ec2/launchTemplate:LaunchTemplate', 'gpu-template', {
    instanceType: instance.name,
    ...(amiType === 'CUSTOM' && account.images.gpuImageId ? { imageId: account.images.gpuImageId } : {}),
    ebsOptimized: 'true',
    blockDeviceMappings: [
      disk(DATA_DEVICE[gpu.os] ?? '/dev/xvda', DISK_GIB, made.keyArn, { iops: 6000, throughput: 500 }),
    ],
    metadataOptions,
    ...(placement ? { placement: { groupName: placement } } : {}),
    // With interfaces in the template the groups stand on them, and nowhere else.
    ...(hasFabric
      ? {
          networkInterfaces: made.interfaces.map((nic) => ({
            ...nic,
            deleteOnTermination: 'true',
            securityGroups,
          })),
        }
      : { vpcSecurityGroupIds: securityGroups }),
    ...(capacity === 'capacity-block' ? { instanceMarketOptions: { marketType: 'capacity-block' } } : {}),
    ...(isReserved
      ? {
          capacityReservationSpecification: {
            capacityReservationTarget: reservationId
              ? { capacityReservationId: reservationId }
              : { capacityReservationResourceGroupArn: reservationGroupArn },
          },
        }
      : {}),
    tagSpecifications: tagSpecifications(input, 'gpu'),
    userData: base64(made.userData.file.text),
    tags,
  });
  part.add(
    'aws:eks/nodeGroup:NodeGroup',
    'gpu-nodes',
    {
      clusterName: made.clusterName,
      nodeRoleArn: made.roleArn,
      // One subnet: fabric, placement group and reservation live in one zone.
      subnetIds: [made.subnetId],
      amiType,
      ...(amiType === 'CUSTOM'
        ? {}
        : {
            version: minorOf(plan.kubernetes),
            ...(account.images.gpuRelease ? { releaseVersion: account.images.gpuRelease } : {}),
          }),
      capacityType: CAPACITY_TYPES[capacity] ?? 'ON_DEMAND',
      launchTemplate: { id: output(template, 'id'), version: output(template, 'latestVersion') },
      scalingConfig: { minSize: 0, maxSize: Math.max(gpu.count, 1), desiredSize: gpu.count },
      // Reserved capacity has no room for one more: the old node goes before the new one comes.
      updateConfig: { maxUnavailable: 1, ...(isReserved ? { updateStrategy: 'MINIMAL' } : {}) },
      nodeRepairConfig: { enabled: true },
      labels: gpu.labels,
      taints: nodeGroupTaints(gpu.taints),
      tags,
    },
    {
      dependsOn: made.dependsOn,
      ...(isReserved ? { deleteBeforeReplace: true as const } : {}),
      customTimeouts: { create: '90m', update: '90m', delete: '60m' },
    },
  );
  return part.resources;
}

/** Capacity that exists already: there is no room for one more node, and a template must name it. */
export const isBoughtBefore = (capacity?: string): boolean => capacity === 'reserved' || capacity === 'capacity-block';

const CAPACITY_TYPES: Readonly<Record<string, string>> = {
  'on-demand': 'ON_DEMAND',
  reserved: 'ON_DEMAND',
  'capacity-block': 'CAPACITY_BLOCK',
  spot: 'SPOT',
};

/** EFA needs everything between its interfaces, in both directions, even where all egress is open. */
function fabricGroup(part: Part<AwsTypes>, input: EksInput, vpcId: Expression): Expression {
  const group = part.add('aws:ec2/securityGroup:SecurityGroup', 'fabric-group', {
    description: 'All traffic between the fabric interfaces of the GPU nodes',
    vpcId,
    tags: { ...input.tags, Name: `${input.plan.cluster}-fabric` },
  });
  const self = {
    securityGroupId: output(group, 'id'),
    referencedSecurityGroupId: output(group, 'id'),
    ipProtocol: '-1',
  };
  part.add('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'fabric-in', {
    ...self,
    description: 'from itself',
  });
  part.add('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'fabric-out', {
    ...self,
    description: 'to itself',
  });
  return output(group, 'id');
}

/** On demand a group of our own; a reservation's own group where it was made in one; a capacity block is placed already. */
function placementOf(
  part: Part<AwsTypes>,
  { account, plan, tags }: EksInput,
  capacity: string,
): Expression | string | undefined {
  if (capacity === 'reserved') return account.capacity.placementGroup;
  if (plan.gpu.fabric !== 'efa' || capacity !== 'on-demand') return undefined;
  const group = part.add('aws:ec2/placementGroup:PlacementGroup', 'placement', { strategy: 'cluster', tags });
  return output(group, 'name');
}
