import type { Expression } from '../expression.ts';
import type { Planned } from '../resource.ts';
import { type AksInput, POOL_NAMES } from './input.ts';
import type { AzureTypes } from './resource-types.ts';
import { poolTaints } from './taints.ts';

type Profile = NonNullable<
  Planned<AzureTypes['azure-native:containerservice:ManagedCluster'][1]>['agentPoolProfiles']
>[number];

/**
 * Nodes for everything that is not bound to a GPU node, spread over all zones. AKS wants one such pool from the first moment, so it stands
 * in the cluster itself.
 */
export const aksSystemPool = ({ account, plan, tags }: AksInput, subnetId: Expression): Profile => ({
  name: POOL_NAMES.system,
  mode: 'System',
  type: 'VirtualMachineScaleSets',
  osType: 'Linux',
  osSKU: 'Ubuntu',
  vmSize: account.systemNodes.instanceType,
  count: account.systemNodes.count,
  orchestratorVersion: plan.kubernetes,
  ...(account.zones.length > 0 ? { availabilityZones: account.zones } : {}),
  vnetSubnetID: subnetId,
  // Unit: GiB.
  osDiskSizeGB: 128,
  osDiskType: 'Managed',
  enableEncryptionAtHost: account.encryptionAtHost,
  enableNodePublicIP: false,
  enableAutoScaling: false,
  nodeLabels: plan.system.labels,
  nodeTaints: poolTaints(plan.system.taints),
  // System pools know no maxUnavailable. https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling#customize-node-surge
  upgradeSettings: { maxSurge: '33%' },
  tags,
});
