import { Addon } from '@pulumi/oci/containerengine/addon.js';
import { NodePool } from '@pulumi/oci/containerengine/nodePool.js';
import { ClusterNetwork } from '@pulumi/oci/core/clusterNetwork.js';
import { ComputeCluster } from '@pulumi/oci/core/computeCluster.js';
import { DefaultSecurityList } from '@pulumi/oci/core/defaultSecurityList.js';
import { InstanceConfiguration } from '@pulumi/oci/core/instanceConfiguration.js';
import { InternetGateway } from '@pulumi/oci/core/internetGateway.js';
import { NatGateway } from '@pulumi/oci/core/natGateway.js';
import { NetworkSecurityGroup } from '@pulumi/oci/core/networkSecurityGroup.js';
import { NetworkSecurityGroupSecurityRule } from '@pulumi/oci/core/networkSecurityGroupSecurityRule.js';
import { RouteTable } from '@pulumi/oci/core/routeTable.js';
import { SecurityList } from '@pulumi/oci/core/securityList.js';
import { ServiceGateway } from '@pulumi/oci/core/serviceGateway.js';
import { Subnet } from '@pulumi/oci/core/subnet.js';
import { Vcn } from '@pulumi/oci/core/vcn.js';
import { DynamicGroup, type DynamicGroupArgs } from '@pulumi/oci/identity/dynamicGroup.js';
import { Policy, type PolicyArgs } from '@pulumi/oci/identity/policy.js';
import type { CustomResourceOptions, ProviderResource } from '@pulumi/pulumi';
import type { OciTypes } from '../src/pools/oke/resource-types.ts';
import type { Classes } from './create.ts';
import { OkeCluster } from './oke-cluster.ts';

/**
 * The class of every type that an OKE plan may name.
 *
 * @param home provider of the tenancy's home region: IAM can be changed nowhere else
 */
export const okeClasses = (home: (options: CustomResourceOptions) => ProviderResource): Classes<OciTypes> => ({
  'oci:ContainerEngine/addon:Addon': Addon,
  'oci:ContainerEngine/cluster:Cluster': OkeCluster,
  'oci:ContainerEngine/nodePool:NodePool': NodePool,
  'oci:Core/clusterNetwork:ClusterNetwork': ClusterNetwork,
  'oci:Core/computeCluster:ComputeCluster': ComputeCluster,
  'oci:Core/defaultSecurityList:DefaultSecurityList': DefaultSecurityList,
  'oci:Core/instanceConfiguration:InstanceConfiguration': InstanceConfiguration,
  'oci:Core/internetGateway:InternetGateway': InternetGateway,
  'oci:Core/natGateway:NatGateway': NatGateway,
  'oci:Core/networkSecurityGroup:NetworkSecurityGroup': NetworkSecurityGroup,
  'oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule': NetworkSecurityGroupSecurityRule,
  'oci:Core/routeTable:RouteTable': RouteTable,
  'oci:Core/securityList:SecurityList': SecurityList,
  'oci:Core/serviceGateway:ServiceGateway': ServiceGateway,
  'oci:Core/subnet:Subnet': Subnet,
  'oci:Core/vcn:Vcn': Vcn,
  'oci:Identity/dynamicGroup:DynamicGroup': class extends DynamicGroup {
    constructor(name: string, args: DynamicGroupArgs, options: CustomResourceOptions) {
      super(name, args, { ...options, provider: home(options) });
    }
  },
  'oci:Identity/policy:Policy': class extends Policy {
    constructor(name: string, args: PolicyArgs, options: CustomResourceOptions) {
      super(name, args, { ...options, provider: home(options) });
    }
  },
});
