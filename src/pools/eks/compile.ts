import type { ProviderArgs } from '@pulumi/aws/provider.js';
import { throwProblems } from '../../errors.ts';
import type { CompiledPools } from '../compiled.ts';
import { join } from '../expression.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { madeWhere } from '../made-where.ts';
import type { PoolsPlan } from '../plan.ts';
import type { Planned } from '../resource.ts';
import type { EksAccount } from './account.ts';
import { accountProblems } from './account-problems.ts';
import { eksAddOns } from './add-ons.ts';
import { checks } from './checks.ts';
import { eksControlPlane } from './control-plane.ts';
import { eksKey } from './encryption.ts';
import { USER_DATA } from './first-boot.ts';
import { eksGpuPool } from './gpu-pool.ts';
import type { EksInput } from './input.ts';
import { eksNetwork } from './network.ts';
import { nicLayout } from './nic-layout.ts';
import { eksNodeRole } from './node-role.ts';
import { quotas } from './quotas.ts';
import { eksSystemPool } from './system-pool.ts';

/**
 * An EKS cluster with its nodes, as data.
 *
 * @throws CnsError with every fact of the account that is missing for this plan
 */
export function compileEks(plan: PoolsPlan, account: EksAccount): CompiledPools {
  const { instance, region } = madeWhere(plan);
  const { gpu } = plan;
  throwProblems(accountProblems(plan, account));
  const gpuZone = account.gpuZone ?? account.zones[0] ?? '';
  const input: EksInput = {
    plan,
    instance,
    region,
    account,
    gpuZone,
    tags: { ...plan.tags, 'cns.dev/cluster': plan.cluster },
  };

  const key = eksKey(input);
  const network = eksNetwork(input, key.keyArn);
  const cluster = eksControlPlane(input, { network, keyArn: key.keyArn });
  const nodes = eksNodeRole(input);
  const addOns = eksAddOns(input, { clusterName: cluster.clusterName, systemNodes: 'system-nodes' });
  const nodesNeed = [...nodes.policies, 'addon-vpc-cni', 'addon-kube-proxy', 'addon-eks-pod-identity-agent'];
  const settings = gpu.settings.filter(({ carrier }) => carrier === 'pool');
  const userData = (USER_DATA[gpu.os] as (typeof USER_DATA)[string])(settings, input, cluster);
  const nics = account.nics ?? instance.nics;
  const resources = [
    ...key.resources,
    ...network.resources,
    ...cluster.resources,
    ...nodes.resources,
    ...addOns.beforeNodes,
    ...eksSystemPool(input, {
      clusterName: cluster.clusterName,
      roleArn: nodes.roleArn,
      subnetIds: network.systemSubnetIds,
      keyArn: key.keyArn,
      dependsOn: nodesNeed,
    }),
    ...addOns.afterNodes,
    ...eksGpuPool(input, {
      vpcId: network.vpcId,
      subnetId: network.gpuSubnetId,
      clusterName: cluster.clusterName,
      clusterGroupId: cluster.securityGroupId,
      roleArn: nodes.roleArn,
      keyArn: key.keyArn,
      interfaces: nics ? nicLayout(nics) : [],
      userData,
      dependsOn: nodesNeed,
    }),
  ];
  const provider: Planned<ProviderArgs> = { region, allowedAccountIds: [account.accountId] };
  return {
    provider: provider as CompiledPools['provider'],
    resources,
    firstBoot: [userData.file],
    placements: [...userData.placed].map(([setting, where]) => ({ setting, where })),
    inexpressible: [...userData.refused].map(([setting, why]) => ({ setting, why })),
    quotas: quotas(input),
    checks: checks(input),
    outputs: {
      clusterName: cluster.clusterName,
      clusterEndpoint: cluster.endpoint,
      oidcIssuer: cluster.oidcIssuer,
      // File systems of the GPU nodes belong into the same zone: traffic between zones is slow and billed.
      gpuZone,
      nodePoolNames: ['system-nodes', 'gpu-nodes'].map((name) => `${plan.cluster}-${name}`),
      kubeconfig: kubeconfig(plan.cluster, cluster, {
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', join(cluster.clusterName), '--region', region],
      }),
    },
    secretOutputs: ['kubeconfig'],
  };
}
