import type { ProviderArgs } from '@pulumi/oci/provider.js';
import { throwProblems } from '../../errors.ts';
import type { CompiledPools } from '../compiled.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { madeWhere } from '../made-where.ts';
import type { PoolsPlan } from '../plan.ts';
import type { Planned } from '../resource.ts';
import type { OkeAccount } from './account.ts';
import { okeProblems } from './account-problems.ts';
import { okeAddOns } from './add-ons.ts';
import { okeChecks } from './checks.ts';
import { okeControlPlane } from './control-plane.ts';
import { okeUserData } from './first-boot.ts';
import type { OkeInput } from './input.ts';
import { managedGpuPool } from './managed-gpu-pool.ts';
import { okeNetwork } from './network.ts';
import { okeNodePolicies, okePolicies } from './policies.ts';
import { okeQuotas } from './quotas.ts';
import { selfManagedGpuPool } from './self-managed-gpu-pool.ts';
import { okeSystemPool } from './system-pool.ts';
import { okeTags } from './tags.ts';

/**
 * An OKE cluster with its nodes, as data.
 *
 * @throws CnsError with everything in the account that is missing for this plan or does not fit it
 */
export function compileOke(plan: PoolsPlan, account: OkeAccount): CompiledPools {
  const input = inputOf(plan, account);
  const { gpu } = plan;
  const settings = gpu.settings.filter(({ carrier }) => carrier === 'pool');
  const userData = okeUserData({ pool: 'gpu', os: gpu.os, mode: input.mode, taints: gpu.taints, settings });
  const systemUserData = okeUserData({
    pool: 'system',
    os: 'oraclelinux',
    mode: 'managed',
    taints: plan.system.taints,
    settings: [],
  });

  const policies = okePolicies(input);
  const network = okeNetwork(input);
  const cluster = okeControlPlane(input, {
    network,
    dependsOn: [...policies.resources.map(({ name }) => name), ...network.rules],
  });
  const { clusterId } = cluster;
  const nodePolicies = okeNodePolicies(input, clusterId);
  const needs = { network, clusterId, dependsOn: network.rules };
  const gpuNeeds = {
    ...needs,
    userData,
    dependsOn: [...network.rules, ...nodePolicies.resources.map(({ name }) => name)],
  };
  const provider: Planned<ProviderArgs> = { region: input.region, tenancyOcid: account.tenancyId };
  return {
    provider: provider as CompiledPools['provider'],
    resources: [
      ...policies.resources,
      ...network.resources,
      ...cluster.resources,
      ...okeSystemPool(input, { ...needs, userData: systemUserData }),
      ...okeAddOns(input, { clusterId, systemNodes: 'system-nodes' }),
      ...nodePolicies.resources,
      ...(input.mode === 'managed'
        ? managedGpuPool(input, gpuNeeds)
        : selfManagedGpuPool(input, { ...gpuNeeds, ...cluster })),
    ],
    firstBoot: [userData.file, systemUserData.file],
    placements: [...userData.placed].map(([setting, where]) => ({ setting, where: `gpu-nodes: ${where}` })),
    inexpressible: [...userData.refused].map(([setting, why]) => ({ setting, why })),
    quotas: okeQuotas(input),
    checks: [...policies.checks, ...nodePolicies.checks, ...okeChecks(input)],
    outputs: {
      clusterName: cluster.clusterName,
      clusterId,
      clusterEndpoint: cluster.endpoint,
      oidcIssuer: cluster.oidcIssuer,
      nodePoolNames: ['system-nodes', 'gpu-nodes'].map((name) => `${plan.cluster}-${name}`),
      loadBalancerGroupId: network.groupIds.lb,
      kubeconfig: kubeconfig(plan.cluster, cluster, {
        command: 'oci',
        args: ['ce', 'cluster', 'generate-token', '--cluster-id', clusterId, '--region', input.region],
        interactiveMode: 'Never',
      }),
    },
    secretOutputs: ['kubeconfig'],
  };
}

function inputOf(plan: PoolsPlan, account: OkeAccount): OkeInput {
  const { instance, region } = madeWhere(plan);
  throwProblems(okeProblems(plan, account));
  return {
    plan,
    instance,
    region,
    account,
    gpuDomain: account.gpuAvailabilityDomain ?? account.availabilityDomains[0] ?? '',
    mode: account.firmware === undefined ? 'managed' : 'self-managed',
    tags: okeTags(plan),
  };
}
