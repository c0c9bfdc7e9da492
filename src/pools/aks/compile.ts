import type { ProviderArgs } from '@pulumi/azure-native/provider.js';
import { throwProblems } from '../../errors.ts';
import type { CompiledPools } from '../compiled.ts';
import { madeWhere } from '../made-where.ts';
import type { PoolsPlan } from '../plan.ts';
import { output, Part, type Planned } from '../resource.ts';
import type { AksAccount } from './account.ts';
import { aksChecks } from './checks.ts';
import { aksControlPlane } from './control-plane.ts';
import { aksEncryption } from './encryption.ts';
import { aksFeatures } from './features.ts';
import { aksGpuPool } from './gpu-pool.ts';
import { aksIdentity } from './identity.ts';
import { type AksInput, POOL_NAMES } from './input.ts';
import { aksLogs } from './logs.ts';
import { aksNetwork } from './network.ts';
import { nodeConfig } from './node-config.ts';
import { nodeImage } from './node-image.ts';
import { aksProblems } from './problems.ts';
import { aksQuotas } from './quotas.ts';
import type { AzureTypes } from './resource-types.ts';
import { azureTags } from './tags.ts';

/**
 * An AKS cluster with its nodes, as data.
 *
 * @throws CnsError with everything that keeps this plan from being made in this account
 */
export function compileAks(plan: PoolsPlan, account: AksAccount): CompiledPools {
  const { instance, region } = madeWhere(plan);
  const { gpu } = plan;
  throwProblems(aksProblems(plan, account));
  const image = nodeImage(gpu, plan.kubernetes);
  if (!image) throw new Error(`no image of ${gpu.os} passed the checks`);
  const gpuZone = account.gpuZone ?? account.zones[0];
  const tags = azureTags({ ...plan.tags, 'cns.dev/cluster': plan.cluster });
  const input: AksInput = { plan, instance, region, account, tags, ...(gpuZone === undefined ? {} : { gpuZone }) };

  const base = new Part<AzureTypes>('base');
  const resourceGroup = base.add(
    'azure-native:resources:ResourceGroup',
    'group',
    { resourceGroupName: plan.cluster, location: region, tags },
    account.protect ? { protect: true } : {},
  );
  const group = output(resourceGroup, 'name');
  const features = aksFeatures(plan, account);
  const network = aksNetwork(input, group);
  const encryption = aksEncryption(input, group);
  const { diskEncryptionSetId } = encryption;
  const identity = aksIdentity(input, { group, network, diskEncryptionSetId });
  const cluster = aksControlPlane(input, {
    group,
    network,
    identity,
    diskEncryptionSetId,
    dependsOn: [...features.map(({ name }) => name), encryption.role, ...identity.roles],
  });
  const settings = nodeConfig(
    gpu.settings.filter(({ carrier }) => carrier === 'pool'),
    image,
  );
  const resources = [
    ...features,
    ...base.resources,
    ...network.resources,
    ...encryption.resources,
    ...identity.resources,
    ...cluster.resources,
    ...aksLogs(input, cluster.id),
    ...aksGpuPool(input, {
      group,
      clusterName: cluster.clusterName,
      subnetId: network.subnetIds.gpu,
      image,
      nodeConfig: settings,
      // AKS changes one thing of a cluster at a time.
      dependsOn: cluster.windows,
    }),
  ];
  const provider: Planned<ProviderArgs> = {
    subscriptionId: account.subscriptionId,
    tenantId: account.tenantId,
    location: region,
  };
  return {
    provider: provider as CompiledPools['provider'],
    resources,
    // Azure's images start without a file of ours: everything stands in fields of the pool.
    firstBoot: [],
    placements: [...settings.placed].map(([setting, where]) => ({ setting, where })),
    inexpressible: [...settings.refused].map(([setting, why]) => ({ setting, why })),
    quotas: aksQuotas(input),
    checks: aksChecks(input),
    outputs: {
      clusterName: cluster.clusterName,
      clusterEndpoint: cluster.endpoint,
      resourceGroup: group,
      oidcIssuer: cluster.oidcIssuer,
      ...(gpuZone === undefined ? {} : { gpuZone }),
      nodePoolNames: Object.values(POOL_NAMES),
      kubeconfig: cluster.kubeconfig,
    },
    secretOutputs: ['kubeconfig'],
  };
}
