// Types only: the names and types of every argument are checked by the compiler, and nothing of the SDK is loaded.
import type { Addon, AddonArgs } from '@pulumi/oci/containerengine/addon.js';
import type { Cluster, ClusterArgs } from '@pulumi/oci/containerengine/cluster.js';
import type { NodePool, NodePoolArgs } from '@pulumi/oci/containerengine/nodePool.js';
import type { ClusterNetwork, ClusterNetworkArgs } from '@pulumi/oci/core/clusterNetwork.js';
import type { ComputeCluster, ComputeClusterArgs } from '@pulumi/oci/core/computeCluster.js';
import type { DefaultSecurityList, DefaultSecurityListArgs } from '@pulumi/oci/core/defaultSecurityList.js';
import type { InstanceConfiguration, InstanceConfigurationArgs } from '@pulumi/oci/core/instanceConfiguration.js';
import type { InternetGateway, InternetGatewayArgs } from '@pulumi/oci/core/internetGateway.js';
import type { NatGateway, NatGatewayArgs } from '@pulumi/oci/core/natGateway.js';
import type { NetworkSecurityGroup, NetworkSecurityGroupArgs } from '@pulumi/oci/core/networkSecurityGroup.js';
import type {
  NetworkSecurityGroupSecurityRule,
  NetworkSecurityGroupSecurityRuleArgs,
} from '@pulumi/oci/core/networkSecurityGroupSecurityRule.js';
import type { RouteTable, RouteTableArgs } from '@pulumi/oci/core/routeTable.js';
import type { SecurityList, SecurityListArgs } from '@pulumi/oci/core/securityList.js';
import type { ServiceGateway, ServiceGatewayArgs } from '@pulumi/oci/core/serviceGateway.js';
import type { Subnet, SubnetArgs } from '@pulumi/oci/core/subnet.js';
import type { Vcn, VcnArgs } from '@pulumi/oci/core/vcn.js';
import type { DynamicGroup, DynamicGroupArgs } from '@pulumi/oci/identity/dynamicGroup.js';
import type { Policy, PolicyArgs } from '@pulumi/oci/identity/policy.js';

/** What a cluster's kubeconfig says and the cluster itself does not: `stacks/` looks it up. */
export interface Authority {
  /** PEM, base64. */
  readonly certificateAuthority: unknown;
  /** Address of the private endpoint, without its port. */
  readonly privateHost: unknown;
}

/** Every type that an OKE cluster is made of. A new one does not compile in stacks/ until its class is named there. */
export type OciTypes = {
  'oci:ContainerEngine/addon:Addon': [Addon, AddonArgs];
  'oci:ContainerEngine/cluster:Cluster': [Cluster & Authority, ClusterArgs];
  'oci:ContainerEngine/nodePool:NodePool': [NodePool, NodePoolArgs];
  'oci:Core/clusterNetwork:ClusterNetwork': [ClusterNetwork, ClusterNetworkArgs];
  'oci:Core/computeCluster:ComputeCluster': [ComputeCluster, ComputeClusterArgs];
  'oci:Core/defaultSecurityList:DefaultSecurityList': [DefaultSecurityList, DefaultSecurityListArgs];
  'oci:Core/instanceConfiguration:InstanceConfiguration': [InstanceConfiguration, InstanceConfigurationArgs];
  'oci:Core/internetGateway:InternetGateway': [InternetGateway, InternetGatewayArgs];
  'oci:Core/natGateway:NatGateway': [NatGateway, NatGatewayArgs];
  'oci:Core/networkSecurityGroup:NetworkSecurityGroup': [NetworkSecurityGroup, NetworkSecurityGroupArgs];
  'oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule': [
    NetworkSecurityGroupSecurityRule,
    NetworkSecurityGroupSecurityRuleArgs,
  ];
  'oci:Core/routeTable:RouteTable': [RouteTable, RouteTableArgs];
  'oci:Core/securityList:SecurityList': [SecurityList, SecurityListArgs];
  'oci:Core/serviceGateway:ServiceGateway': [ServiceGateway, ServiceGatewayArgs];
  'oci:Core/subnet:Subnet': [Subnet, SubnetArgs];
  'oci:Core/vcn:Vcn': [Vcn, VcnArgs];
  'oci:Identity/dynamicGroup:DynamicGroup': [DynamicGroup, DynamicGroupArgs];
  'oci:Identity/policy:Policy': [Policy, PolicyArgs];
};
