// Types only: the names and types of every argument are checked by the compiler, and nothing of the SDK is loaded.
import type { RoleAssignment, RoleAssignmentArgs } from '@pulumi/azure-native/authorization/roleAssignment.js';
import type { DiskEncryptionSet, DiskEncryptionSetArgs } from '@pulumi/azure-native/compute/diskEncryptionSet.js';
import type { AgentPool, AgentPoolArgs } from '@pulumi/azure-native/containerservice/agentPool.js';
import type {
  MaintenanceConfiguration,
  MaintenanceConfigurationArgs,
} from '@pulumi/azure-native/containerservice/maintenanceConfiguration.js';
import type { ManagedCluster, ManagedClusterArgs } from '@pulumi/azure-native/containerservice/managedCluster.js';
import type {
  SubscriptionFeatureRegistration,
  SubscriptionFeatureRegistrationArgs,
} from '@pulumi/azure-native/features/subscriptionFeatureRegistration.js';
import type { Key, KeyArgs } from '@pulumi/azure-native/keyvault/key.js';
import type { Vault, VaultArgs } from '@pulumi/azure-native/keyvault/vault.js';
import type {
  UserAssignedIdentity,
  UserAssignedIdentityArgs,
} from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import type { DiagnosticSetting, DiagnosticSettingArgs } from '@pulumi/azure-native/monitor/diagnosticSetting.js';
import type { NatGateway, NatGatewayArgs } from '@pulumi/azure-native/network/natGateway.js';
import type { PublicIPAddress, PublicIPAddressArgs } from '@pulumi/azure-native/network/publicIPAddress.js';
import type { Subnet, SubnetArgs } from '@pulumi/azure-native/network/subnet.js';
import type { VirtualNetwork, VirtualNetworkArgs } from '@pulumi/azure-native/network/virtualNetwork.js';
import type { Workspace, WorkspaceArgs } from '@pulumi/azure-native/operationalinsights/workspace.js';
import type { ResourceGroup, ResourceGroupArgs } from '@pulumi/azure-native/resources/resourceGroup.js';
import type { containerservice } from '@pulumi/azure-native/types/input.js';
import type { Output } from '@pulumi/pulumi';

/** Fields of an agent pool that settings of the recipe may stand in. */
export type KubeletFields = containerservice.KubeletConfigArgs;
export type LinuxFields = containerservice.LinuxOSConfigArgs;
export type SysctlFields = containerservice.SysctlConfigArgs;

/** The cluster, and what its users log in with: no output of Azure's resource, so stacks/ looks it up. */
export interface ClusterWithKubeconfig extends ManagedCluster {
  readonly kubeconfig: Output<string>;
}

/** Every type that an AKS cluster is made of. A new one does not compile in stacks/ until its class is named there. */
export type AzureTypes = {
  'azure-native:authorization:RoleAssignment': [RoleAssignment, RoleAssignmentArgs];
  'azure-native:compute:DiskEncryptionSet': [DiskEncryptionSet, DiskEncryptionSetArgs];
  'azure-native:containerservice:AgentPool': [AgentPool, AgentPoolArgs];
  'azure-native:containerservice:MaintenanceConfiguration': [MaintenanceConfiguration, MaintenanceConfigurationArgs];
  'azure-native:containerservice:ManagedCluster': [ClusterWithKubeconfig, ManagedClusterArgs];
  'azure-native:features:SubscriptionFeatureRegistration': [
    SubscriptionFeatureRegistration,
    SubscriptionFeatureRegistrationArgs,
  ];
  'azure-native:keyvault:Key': [Key, KeyArgs];
  'azure-native:keyvault:Vault': [Vault, VaultArgs];
  'azure-native:managedidentity:UserAssignedIdentity': [UserAssignedIdentity, UserAssignedIdentityArgs];
  'azure-native:monitor:DiagnosticSetting': [DiagnosticSetting, DiagnosticSettingArgs];
  'azure-native:network:NatGateway': [NatGateway, NatGatewayArgs];
  'azure-native:network:PublicIPAddress': [PublicIPAddress, PublicIPAddressArgs];
  'azure-native:network:Subnet': [Subnet, SubnetArgs];
  'azure-native:network:VirtualNetwork': [VirtualNetwork, VirtualNetworkArgs];
  'azure-native:operationalinsights:Workspace': [Workspace, WorkspaceArgs];
  'azure-native:resources:ResourceGroup': [ResourceGroup, ResourceGroupArgs];
};
