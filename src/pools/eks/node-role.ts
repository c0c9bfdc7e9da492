import { type Expression, json } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { type EksInput, managedPolicy } from './input.ts';
import { assumedBy, ec2Principal } from './network.ts';
import type { AwsTypes } from './resource-types.ts';

/** Least that a node needs: to join, to pull images, to be reached without SSH. The network plugin has a role of its own. */
const POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore'];

/** One role for all nodes. */
export function eksNodeRole(input: EksInput): {
  readonly resources: readonly PlannedResource[];
  readonly roleArn: Expression;
  readonly policies: readonly string[];
} {
  const part = new Part<AwsTypes>('node-role');
  const role = part.add('aws:iam/role:Role', 'node-role', {
    assumeRolePolicy: json(assumedBy(ec2Principal(input))),
    tags: input.tags,
  });
  const policies = POLICIES.map(
    (policy) =>
      part.add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', `node-role-${policy}`, {
        role: output(role, 'name'),
        policyArn: managedPolicy(input, policy),
      }).name,
  );
  return { resources: part.resources, roleArn: output(role, 'arn'), policies };
}
