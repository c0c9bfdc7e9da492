import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Eip } from '@pulumi/aws/ec2/eip.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { PlacementGroup } from '@pulumi/aws/ec2/placementGroup.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint.js';
import { AccessEntry } from '@pulumi/aws/eks/accessEntry.js';
import { AccessPolicyAssociation } from '@pulumi/aws/eks/accessPolicyAssociation.js';
import { Addon } from '@pulumi/aws/eks/addon.js';
import { Cluster } from '@pulumi/aws/eks/cluster.js';
import { NodeGroup } from '@pulumi/aws/eks/nodeGroup.js';
import { PodIdentityAssociation } from '@pulumi/aws/eks/podIdentityAssociation.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import { SecurityGroupEgressRule } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type { AwsTypes } from '../src/pools/eks/resource-types.ts';
import type { Classes } from './create.ts';

/** The class of every type that an EKS plan may name. */
export const eksClasses: Classes<AwsTypes> = {
  'aws:cloudwatch/logGroup:LogGroup': LogGroup,
  'aws:ec2/eip:Eip': Eip,
  'aws:ec2/flowLog:FlowLog': FlowLog,
  'aws:ec2/internetGateway:InternetGateway': InternetGateway,
  'aws:ec2/launchTemplate:LaunchTemplate': LaunchTemplate,
  'aws:ec2/natGateway:NatGateway': NatGateway,
  'aws:ec2/placementGroup:PlacementGroup': PlacementGroup,
  'aws:ec2/routeTable:RouteTable': RouteTable,
  'aws:ec2/routeTableAssociation:RouteTableAssociation': RouteTableAssociation,
  'aws:ec2/securityGroup:SecurityGroup': SecurityGroup,
  'aws:ec2/subnet:Subnet': Subnet,
  'aws:ec2/vpc:Vpc': Vpc,
  'aws:ec2/vpcEndpoint:VpcEndpoint': VpcEndpoint,
  'aws:eks/accessEntry:AccessEntry': AccessEntry,
  'aws:eks/accessPolicyAssociation:AccessPolicyAssociation': AccessPolicyAssociation,
  'aws:eks/addon:Addon': Addon,
  'aws:eks/cluster:Cluster': Cluster,
  'aws:eks/nodeGroup:NodeGroup': NodeGroup,
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': PodIdentityAssociation,
  'aws:iam/role:Role': Role,
  'aws:iam/rolePolicy:RolePolicy': RolePolicy,
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': RolePolicyAttachment,
  'aws:kms/alias:Alias': Alias,
  'aws:kms/key:Key': Key,
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': SecurityGroupEgressRule,
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': SecurityGroupIngressRule,
};
