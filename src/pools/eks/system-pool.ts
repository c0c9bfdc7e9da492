import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { type EksInput, minorOf } from './input.ts';
import type { AwsTypes } from './resource-types.ts';
import { disk, metadataOptions, nodeGroupTaints, tagSpecifications } from './template-parts.ts';

/** Nodes for everything that is not bound to a GPU node, spread over all zones. */
export function eksSystemPool(
  input: EksInput,
  made: {
    readonly clusterName: Expression;
    readonly roleArn: Expression;
    readonly subnetIds: readonly Expression[];
    readonly keyArn: Expression;
    readonly dependsOn: readonly string[];
  },
): readonly PlannedResource[] {
  const { account, plan, tags } = input;
  const { instanceType, count } = account.systemNodes;
  const part = new Part<AwsTypes>('system-pool');
  const template = part.add('aws:ec2/launchTemplate:LaunchTemplate', 'system-template', {
    instanceType,
    ebsOptimized: 'true',
    blockDeviceMappings: [disk('/dev/xvda', 100, made.keyArn)],
    metadataOptions,
    tagSpecifications: tagSpecifications(input, 'system'),
    tags,
  });
  part.add(
    'aws:eks/nodeGroup:NodeGroup',
    'system-nodes',
    {
      clusterName: made.clusterName,
      nodeRoleArn: made.roleArn,
      subnetIds: made.subnetIds,
      amiType: 'AL2023_x86_64_STANDARD',
      releaseVersion: account.images.systemRelease,
      version: minorOf(plan.kubernetes),
      launchTemplate: { id: output(template, 'id'), version: output(template, 'latestVersion') },
      scalingConfig: { minSize: count, maxSize: count + 1, desiredSize: count },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      labels: plan.system.labels,
      taints: nodeGroupTaints(plan.system.taints),
      tags,
    },
    { dependsOn: made.dependsOn },
  );
  return part.resources;
}
