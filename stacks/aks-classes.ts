import { RoleAssignment } from '@pulumi/azure-native/authorization/roleAssignment.js';
import { DiskEncryptionSet } from '@pulumi/azure-native/compute/diskEncryptionSet.js';
import { AgentPool } from '@pulumi/azure-native/containerservice/agentPool.js';
import { MaintenanceConfiguration } from '@pulumi/azure-native/containerservice/maintenanceConfiguration.js';
import { SubscriptionFeatureRegistration } from '@pulumi/azure-native/features/subscriptionFeatureRegistration.js';
import { Key } from '@pulumi/azure-native/keyvault/key.js';
import { Vault } from '@pulumi/azure-native/keyvault/vault.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { DiagnosticSetting } from '@pulumi/azure-native/monitor/diagnosticSetting.js';
import { NatGateway } from '@pulumi/azure-native/network/natGateway.js';
import { PublicIPAddress } from '@pulumi/azure-native/network/publicIPAddress.js';
import { Subnet } from '@pulumi/azure-native/network/subnet.js';
import { VirtualNetwork } from '@pulumi/azure-native/network/virtualNetwork.js';
import { Workspace } from '@pulumi/azure-native/operationalinsights/workspace.js';
import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import type { AzureTypes } from '../src/pools/aks/resource-types.ts';
import { Cluster } from './aks-cluster.ts';
import type { Classes } from './create.ts';

/** The class of every type that an AKS plan may name. */
export const aksClasses: Classes<AzureTypes> = {
  'azure-native:authorization:RoleAssignment': RoleAssignment,
  'azure-native:compute:DiskEncryptionSet': DiskEncryptionSet,
  'azure-native:containerservice:AgentPool': AgentPool,
  'azure-native:containerservice:MaintenanceConfiguration': MaintenanceConfiguration,
  'azure-native:containerservice:ManagedCluster': Cluster,
  'azure-native:features:SubscriptionFeatureRegistration': SubscriptionFeatureRegistration,
  'azure-native:keyvault:Key': Key,
  'azure-native:keyvault:Vault': Vault,
  'azure-native:managedidentity:UserAssignedIdentity': UserAssignedIdentity,
  'azure-native:monitor:DiagnosticSetting': DiagnosticSetting,
  'azure-native:network:NatGateway': NatGateway,
  'azure-native:network:PublicIPAddress': PublicIPAddress,
  'azure-native:network:Subnet': Subnet,
  'azure-native:network:VirtualNetwork': VirtualNetwork,
  'azure-native:operationalinsights:Workspace': Workspace,
  'azure-native:resources:ResourceGroup': ResourceGroup,
};
