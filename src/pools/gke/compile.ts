import type { ProviderArgs } from '@pulumi/gcp/provider.js';
import { CnsError, throwProblems } from '../../errors.ts';
import type { CompiledPools } from '../compiled.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { madeWhere } from '../made-where.ts';
import type { PoolsPlan } from '../plan.ts';
import type { Planned } from '../resource.ts';
import type { GkeAccount } from './account.ts';
import { accountProblems } from './account-problems.ts';
import { checks } from './checks.ts';
import { gkeControlPlane } from './control-plane.ts';
import { gkeKey } from './encryption.ts';
import { fabricNetworks } from './fabric.ts';
import { gkeFabricNetworks } from './fabric-networks.ts';
import { gkeGpuPools } from './gpu-pool.ts';
import type { GkeInput } from './input.ts';
import { gcpLabels } from './labels.ts';
import { gkeNetwork } from './network.ts';
import { gkeNodeConfig } from './node-config.ts';
import { gkeNodeIdentity } from './node-identity.ts';
import { gpuGroups } from './placement.ts';
import { planProblems } from './plan-problems.ts';
import { quotas } from './quotas.ts';
import { gkeSystemPool } from './system-pool.ts';

/**
 * A GKE cluster with its nodes, as data.
 *
 * @throws CnsError with everything that is missing or wrong for this plan
 */
export function compileGke(plan: PoolsPlan, account: GkeAccount): CompiledPools {
  const input = parsedInput(plan, account);
  throwProblems([...planProblems(plan), ...accountProblems(input)]);

  const key = gkeKey(input);
  const network = gkeNetwork(input);
  const identity = gkeNodeIdentity(input);
  const nodes = { accountEmail: identity.email, keyName: key.keyName };
  const cluster = gkeControlPlane(input, {
    ...nodes,
    network,
    dependsOn: [...key.grants, ...identity.grants, 'nat'],
  });
  const fabric = gkeFabricNetworks(input);
  const settings = plan.gpu.settings.filter(({ carrier }) => carrier === 'pool');
  const nodeConfig = gkeNodeConfig(settings);
  const { clusterName } = cluster;
  const pools = gpuGroups(input).map(({ name }) => name);
  const provider: Planned<ProviderArgs> = { project: account.project, region: input.region };
  return {
    provider: provider as CompiledPools['provider'],
    resources: [
      ...key.resources,
      ...network.resources,
      ...identity.resources,
      ...cluster.resources,
      ...gkeSystemPool(input, { ...nodes, clusterName }),
      ...fabric.resources,
      // After the system nodes: GKE taints GPU nodes only where there are others.
      ...gkeGpuPools(input, {
        ...nodes,
        clusterName,
        interfaces: fabric.interfaces,
        nodeConfig,
        dependsOn: ['system-nodes'],
      }),
    ],
    firstBoot: [],
    placements: [...nodeConfig.placed].map(([setting, field]) => ({
      setting,
      where: `${pools.join(', ')}: nodeConfig.${field}`,
    })),
    inexpressible: [...nodeConfig.refused].map(([setting, why]) => ({ setting, why })),
    quotas: quotas(input),
    checks: checks(input),
    outputs: {
      clusterName,
      clusterEndpoint: cluster.endpoint,
      workloadPool: cluster.workloadPool,
      // File systems of the GPU nodes belong into the same zone: traffic between zones is slow and billed.
      gpuZone: input.gpuZone,
      nodePoolNames: ['system-nodes', ...pools],
      kubeconfig: kubeconfig(plan.cluster, cluster, {
        command: 'gke-gcloud-auth-plugin',
        provideClusterInfo: true,
        interactiveMode: 'IfAvailable',
        installHint: 'gcloud components install gke-gcloud-auth-plugin',
      }),
    },
    secretOutputs: ['kubeconfig'],
  };
}

/** Everything that the parts need, or why nothing can be made of the plan at all. */
function parsedInput(plan: PoolsPlan, account: GkeAccount): GkeInput {
  const { instance, region } = madeWhere(plan);
  const { acceleratorType } = instance;
  if (!acceleratorType)
    throw new CnsError({
      code: 'ACCOUNT_INVALID',
      path: 'pools.gpu.instanceType',
      message: `${instance.name} has no acceleratorType in the table of GKE's instance types`,
      hint: "add GKE's name of its accelerator to its row: gcloud compute accelerator-types list",
    });
  return {
    plan,
    instance,
    acceleratorType,
    region,
    account,
    gpuZone: account.gpuZone ?? account.zones[0] ?? '',
    labels: { ...gcpLabels(plan.tags).labels, 'cns-cluster': plan.cluster },
    fabric: fabricNetworks(plan, instance),
  };
}
