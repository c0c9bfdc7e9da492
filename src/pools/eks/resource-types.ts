// Types only: the names and types of every argument are checked by the compiler, and nothing of the SDK is loaded.
import type { LogGroup, LogGroupArgs } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { Eip, EipArgs } from '@pulumi/aws/ec2/eip.js';
import type { FlowLog, FlowLogArgs } from '@pulumi/aws/ec2/flowLog.js';
import type { InternetGateway, InternetGatewayArgs } from '@pulumi/aws/ec2/internetGateway.js';
import type { LaunchTemplate, LaunchTemplateArgs } from '@pulumi/aws/ec2/launchTemplate.js';
import type { NatGateway, NatGatewayArgs } from '@pulumi/aws/ec2/natGateway.js';
import type { PlacementGroup, PlacementGroupArgs } from '@pulumi/aws/ec2/placementGroup.js';
import type { RouteTable, RouteTableArgs } from '@pulumi/aws/ec2/routeTable.js';
import type { RouteTableAssociation, RouteTableAssociationArgs } from '@pulumi/aws/ec2/routeTableAssociation.js';
import type { SecurityGroup, SecurityGroupArgs } from '@pulumi/aws/ec2/securityGroup.js';
import type { Subnet, SubnetArgs } from '@pulumi/aws/ec2/subnet.js';
import type { Vpc, VpcArgs } from '@pulumi/aws/ec2/vpc.js';
import type { VpcEndpoint, VpcEndpointArgs } from '@pulumi/aws/ec2/vpcEndpoint.js';
import type { AccessEntry, AccessEntryArgs } from '@pulumi/aws/eks/accessEntry.js';
import type { AccessPolicyAssociation, AccessPolicyAssociationArgs } from '@pulumi/aws/eks/accessPolicyAssociation.js';
import type { Addon, AddonArgs } from '@pulumi/aws/eks/addon.js';
import type { Cluster, ClusterArgs } from '@pulumi/aws/eks/cluster.js';
import type { NodeGroup, NodeGroupArgs } from '@pulumi/aws/eks/nodeGroup.js';
import type { PodIdentityAssociation, PodIdentityAssociationArgs } from '@pulumi/aws/eks/podIdentityAssociation.js';
import type { Role, RoleArgs } from '@pulumi/aws/iam/role.js';
import type { RolePolicy, RolePolicyArgs } from '@pulumi/aws/iam/rolePolicy.js';
import type { RolePolicyAttachment, RolePolicyAttachmentArgs } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import type { Alias, AliasArgs } from '@pulumi/aws/kms/alias.js';
import type { Key, KeyArgs } from '@pulumi/aws/kms/key.js';
import type { SecurityGroupEgressRule, SecurityGroupEgressRuleArgs } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import type {
  SecurityGroupIngressRule,
  SecurityGroupIngressRuleArgs,
} from '@pulumi/aws/vpc/securityGroupIngressRule.js';

/** Every type that an EKS cluster is made of. A new one does not compile in stacks/ until its class is named there. */
export type AwsTypes = {
  'aws:cloudwatch/logGroup:LogGroup': [LogGroup, LogGroupArgs];
  'aws:ec2/eip:Eip': [Eip, EipArgs];
  'aws:ec2/flowLog:FlowLog': [FlowLog, FlowLogArgs];
  'aws:ec2/internetGateway:InternetGateway': [InternetGateway, InternetGatewayArgs];
  'aws:ec2/launchTemplate:LaunchTemplate': [LaunchTemplate, LaunchTemplateArgs];
  'aws:ec2/natGateway:NatGateway': [NatGateway, NatGatewayArgs];
  'aws:ec2/placementGroup:PlacementGroup': [PlacementGroup, PlacementGroupArgs];
  'aws:ec2/routeTable:RouteTable': [RouteTable, RouteTableArgs];
  'aws:ec2/routeTableAssociation:RouteTableAssociation': [RouteTableAssociation, RouteTableAssociationArgs];
  'aws:ec2/securityGroup:SecurityGroup': [SecurityGroup, SecurityGroupArgs];
  'aws:ec2/subnet:Subnet': [Subnet, SubnetArgs];
  'aws:ec2/vpc:Vpc': [Vpc, VpcArgs];
  'aws:ec2/vpcEndpoint:VpcEndpoint': [VpcEndpoint, VpcEndpointArgs];
  'aws:eks/accessEntry:AccessEntry': [AccessEntry, AccessEntryArgs];
  'aws:eks/accessPolicyAssociation:AccessPolicyAssociation': [AccessPolicyAssociation, AccessPolicyAssociationArgs];
  'aws:eks/addon:Addon': [Addon, AddonArgs];
  'aws:eks/cluster:Cluster': [Cluster, ClusterArgs];
  'aws:eks/nodeGroup:NodeGroup': [NodeGroup, NodeGroupArgs];
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': [PodIdentityAssociation, PodIdentityAssociationArgs];
  'aws:iam/role:Role': [Role, RoleArgs];
  'aws:iam/rolePolicy:RolePolicy': [RolePolicy, RolePolicyArgs];
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': [RolePolicyAttachment, RolePolicyAttachmentArgs];
  'aws:kms/alias:Alias': [Alias, AliasArgs];
  'aws:kms/key:Key': [Key, KeyArgs];
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': [SecurityGroupEgressRule, SecurityGroupEgressRuleArgs];
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': [SecurityGroupIngressRule, SecurityGroupIngressRuleArgs];
};
