import { tolerate } from '../../contract/scheduling.ts';
import { type Expression, json } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { type EksInput, managedPolicy } from './input.ts';
import { assumedBy } from './network.ts';
import type { AwsTypes } from './resource-types.ts';

/** Service accounts of the tree that need an identity in AWS, by component: what one half installs, the other lets in. */
const IDENTITIES: Readonly<
  Record<string, { readonly name: string; readonly serviceAccount: string; readonly policy: string }>
> = {
  'aws-ebs-csi-driver': {
    name: 'ebs-csi',
    serviceAccount: 'ebs-csi-controller-sa',
    policy: 'service-role/AmazonEBSCSIDriverPolicyV2',
  },
};

/**
 * Add-ons that EKS runs, and identities of the tree's service accounts. Add-ons that nodes need to become ready come before the nodes;
 * those that run on nodes come after.
 */
export function eksAddOns(
  input: EksInput,
  { clusterName, systemNodes }: { readonly clusterName: Expression; readonly systemNodes: string },
): { readonly beforeNodes: readonly PlannedResource[]; readonly afterNodes: readonly PlannedResource[] } {
  const { account, plan, tags } = input;
  const before = new Part<AwsTypes>('add-ons');
  const after = new Part<AwsTypes>('add-ons');
  const identity = (name: string, policy: string) => {
    const role = before.add('aws:iam/role:Role', `${name}-role`, {
      assumeRolePolicy: json(assumedBy('pods.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession'])),
      tags,
    });
    before.add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', `${name}-role-policy`, {
      role: output(role, 'name'),
      policyArn: managedPolicy(input, policy),
    });
    return output(role, 'arn');
  };
  const addOn = (
    part: Part<AwsTypes>,
    name: keyof typeof account.addons,
    more: {
      readonly roleArn?: Expression;
      readonly configuration?: object;
      readonly dependsOn?: readonly string[];
    } = {},
  ) =>
    part.add(
      'aws:eks/addon:Addon',
      `addon-${name}`,
      {
        clusterName,
        addonName: name,
        addonVersion: account.addons[name],
        resolveConflictsOnCreate: 'OVERWRITE',
        resolveConflictsOnUpdate: 'PRESERVE',
        ...(more.configuration ? { configurationValues: JSON.stringify(more.configuration) } : {}),
        ...(more.roleArn ? { podIdentityAssociations: [{ serviceAccount: 'aws-node', roleArn: more.roleArn }] } : {}),
        tags,
      },
      { ...(more.dependsOn ? { dependsOn: more.dependsOn } : {}) },
    );

  addOn(before, 'eks-pod-identity-agent');
  addOn(before, 'vpc-cni', { roleArn: identity('vpc-cni', 'AmazonEKS_CNI_Policy') });
  addOn(before, 'kube-proxy');
  const tolerations = plan.system.taints.map(tolerate);
  addOn(after, 'coredns', {
    dependsOn: [systemNodes],
    ...(tolerations.length > 0 ? { configuration: { tolerations } } : {}),
  });
  addOn(after, 'eks-node-monitoring-agent', { dependsOn: [systemNodes] });

  for (const [component, { name, serviceAccount, policy }] of Object.entries(IDENTITIES)) {
    const namespace = plan.components[component];
    if (namespace === undefined) continue;
    after.add('aws:eks/podIdentityAssociation:PodIdentityAssociation', `${name}-identity`, {
      clusterName,
      namespace,
      serviceAccount,
      roleArn: identity(name, policy),
      tags,
    });
  }
  return { beforeNodes: before.resources, afterNodes: after.resources };
}
