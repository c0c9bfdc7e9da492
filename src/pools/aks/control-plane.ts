import { type Expression, join } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { dnsAddress } from './addresses.ts';
import type { AksIdentity } from './identity.ts';
import type { AksInput } from './input.ts';
import type { AksNetwork } from './network.ts';
import type { AzureTypes } from './resource-types.ts';
import { aksSystemPool } from './system-pool.ts';

export interface AksControlPlane {
  readonly resources: readonly PlannedResource[];
  readonly id: Expression;
  readonly clusterName: Expression;
  readonly endpoint: Expression;
  readonly oidcIssuer: Expression;
  readonly kubeconfig: Expression;
  /** Its maintenance windows. */
  readonly windows: readonly string[];
}

/** The cluster with its system nodes: private endpoint, Entra groups only, disks under a key of yours, a pinned version. */
export function aksControlPlane(
  input: AksInput,
  made: {
    readonly group: Expression;
    readonly network: AksNetwork;
    readonly identity: AksIdentity;
    readonly diskEncryptionSetId: Expression;
    readonly dependsOn: readonly string[];
  },
): AksControlPlane {
  const { account, plan, region, tags } = input;
  const { identity, network } = made;
  const isPublic = account.api.publicCidrs.length > 0;
  const hasZoneOfItsOwn = account.privateDnsZoneId !== undefined;
  const part = new Part<AzureTypes>('control-plane');
  const cluster = part.add(
    'azure-native:containerservice:ManagedCluster',
    'cluster',
    {
      resourceGroupName: made.group,
      resourceName: plan.cluster,
      location: region,
      dnsPrefix: plan.cluster,
      nodeResourceGroup: `${plan.cluster}-nodes`,
      // The zone of a private API lies there too, unless it is yours, and networks that reach the API have to be linked to it.
      nodeResourceGroupProfile: { restrictionLevel: isPublic || hasZoneOfItsOwn ? 'ReadOnly' : 'Unrestricted' },
      sku: { name: 'Base', tier: account.tier },
      kubernetesVersion: plan.kubernetes,
      identity: { type: 'UserAssigned', userAssignedIdentities: [identity.clusterId] },
      identityProfile: { kubeletidentity: identity.kubelet },
      diskEncryptionSetID: made.diskEncryptionSetId,
      enableRBAC: true,
      disableLocalAccounts: true,
      aadProfile: {
        managed: true,
        enableAzureRBAC: true,
        adminGroupObjectIDs: account.adminGroupIds,
        tenantID: account.tenantId,
      },
      apiServerAccessProfile: isPublic
        ? {
            // Nodes reach a public endpoint from outside as well.
            authorizedIPRanges: [...account.api.publicCidrs, join(network.egressAddress, '/32')],
            disableRunCommand: true,
          }
        : {
            enablePrivateCluster: true,
            privateDNSZone: account.privateDnsZoneId ?? 'system',
            enablePrivateClusterPublicFQDN: false,
            disableRunCommand: true,
          },
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataplane: 'cilium',
        networkPolicy: 'cilium',
        loadBalancerSku: 'standard',
        outboundType: 'userAssignedNATGateway',
        ipFamilies: ['IPv4'],
        podCidr: account.podCidr,
        serviceCidr: account.serviceCidr,
        dnsServiceIP: dnsAddress(account.serviceCidr),
      },
      // The cluster file pins the version; images follow only where the account says so.
      autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: account.nodeOsUpgrades },
      // No Karpenter beside the pools that are planned.
      nodeProvisioningProfile: { mode: 'Manual', defaultNodePools: 'None' },
      storageProfile: { diskCSIDriver: { enabled: true }, snapshotController: { enabled: true } },
      agentPoolProfiles: [aksSystemPool(input, network.subnetIds.system)],
      tags,
    },
    {
      ...(account.protect ? { protect: true } : {}),
      dependsOn: made.dependsOn,
      customTimeouts: { create: '60m', update: '90m', delete: '60m' },
    },
  );
  const { dayOfWeek, ...window } = account.maintenance;
  const windows = Object.entries(WINDOWS).map(
    ([name, configName]) =>
      part.add('azure-native:containerservice:MaintenanceConfiguration', name, {
        resourceGroupName: made.group,
        resourceName: output(cluster, 'name'),
        configName,
        maintenanceWindow: { ...window, schedule: { weekly: { dayOfWeek, intervalWeeks: 1 } } },
      }).name,
  );
  return {
    resources: part.resources,
    id: output(cluster, 'id'),
    clusterName: output(cluster, 'name'),
    endpoint: join('https://', isPublic ? output(cluster, 'fqdn') : output(cluster, 'privateFQDN')),
    oidcIssuer: output(cluster, 'oidcIssuerProfile', 'issuerURL'),
    kubeconfig: output(cluster, 'kubeconfig'),
    windows,
  };
}

/**
 * When AKS may release its own parts, and when images of nodes.
 *
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance#schedule-configuration-types-for-planned-maintenance
 */
const WINDOWS = { 'release-window': 'default', 'node-image-window': 'aksManagedNodeOSUpgradeSchedule' } as const;
