import { type Expression, json } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { type EksInput, managedPolicy, minorOf } from './input.ts';
import { assumedBy, type EksNetwork } from './network.ts';
import type { AwsTypes } from './resource-types.ts';

export interface EksControlPlane {
  readonly resources: readonly PlannedResource[];
  readonly clusterName: Expression;
  readonly endpoint: Expression;
  readonly certificateAuthority: Expression;
  readonly securityGroupId: Expression;
  readonly oidcIssuer: Expression;
}

/** The cluster: private endpoint, encrypted secrets, all logs, access by entries only. */
export function eksControlPlane(
  input: EksInput,
  { network, keyArn }: { readonly network: EksNetwork; readonly keyArn: Expression },
): EksControlPlane {
  const { account, plan, tags } = input;
  const part = new Part<AwsTypes>('control-plane');
  const role = part.add('aws:iam/role:Role', 'cluster-role', {
    assumeRolePolicy: json(assumedBy('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession'])),
    tags,
  });
  const policy = part.add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'cluster-role-policy', {
    role: output(role, 'name'),
    policyArn: managedPolicy(input, 'AmazonEKSClusterPolicy'),
  });
  const logs = part.add(
    'aws:cloudwatch/logGroup:LogGroup',
    'cluster-log-group',
    {
      // EKS writes to a group of this name and makes one without retention when it is missing.
      name: `/aws/eks/${plan.cluster}/cluster`,
      retentionInDays: account.logRetentionDays,
      kmsKeyId: keyArn,
      tags,
    },
    { retainOnDelete: true },
  );
  const isPublic = account.api.publicCidrs.length > 0;
  const cluster = part.add(
    'aws:eks/cluster:Cluster',
    'cluster',
    {
      name: plan.cluster,
      roleArn: output(role, 'arn'),
      version: minorOf(plan.kubernetes),
      vpcConfig: {
        subnetIds: network.systemSubnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: isPublic,
        ...(isPublic ? { publicAccessCidrs: account.api.publicCidrs } : {}),
      },
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn }, resources: ['secrets'] },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      kubernetesNetworkConfig: { serviceIpv4Cidr: account.serviceCidr, ipFamily: 'ipv4' },
      upgradePolicy: { supportType: 'STANDARD' },
      bootstrapSelfManagedAddons: false,
      deletionProtection: account.protect,
      tags,
    },
    {
      ...(account.protect ? { protect: true } : {}),
      dependsOn: [policy.name, logs.name],
      customTimeouts: { create: '45m', update: '90m', delete: '45m' },
    },
  );
  for (const [i, principalArn] of account.adminRoleArns.entries()) {
    const entry = part.add('aws:eks/accessEntry:AccessEntry', `admin-${i}`, {
      clusterName: output(cluster, 'name'),
      principalArn,
      type: 'STANDARD',
      tags,
    });
    part.add(
      'aws:eks/accessPolicyAssociation:AccessPolicyAssociation',
      `admin-${i}-policy`,
      {
        clusterName: output(cluster, 'name'),
        principalArn,
        policyArn: `arn:${plan.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: 'cluster' },
      },
      { dependsOn: [entry.name] },
    );
  }
  return {
    resources: part.resources,
    clusterName: output(cluster, 'name'),
    endpoint: output(cluster, 'endpoint'),
    certificateAuthority: output(cluster, 'certificateAuthority', 'data'),
    securityGroupId: output(cluster, 'vpcConfig', 'clusterSecurityGroupId'),
    oidcIssuer: output(cluster, 'identities', 0, 'oidcs', 0, 'issuer'),
  };
}
