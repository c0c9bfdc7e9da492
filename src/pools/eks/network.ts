import { type Expression, json } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { placeSubnets } from '../subnets.ts';
import { dnsSuffix, type EksInput } from './input.ts';
import type { AwsTypes } from './resource-types.ts';

/** Services that nodes and add-ons talk to; traffic to them stays inside the network. */
const INTERFACE_ENDPOINTS = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'ssm', 'sts'] as const;

export interface EksNetwork {
  readonly resources: readonly PlannedResource[];
  readonly vpcId: Expression;
  /** One private subnet a zone, for the control plane's interfaces and the system nodes. */
  readonly systemSubnetIds: readonly Expression[];
  /** The one subnet of the GPU nodes; pods take addresses from it too. */
  readonly gpuSubnetId: Expression;
}

/** A network of its own: private subnets for nodes, public ones for the NAT gateways only, endpoints, flow logs. */
export function eksNetwork(input: EksInput, keyArn: Expression): EksNetwork {
  const { account, gpuZone, region, tags } = input;
  const part = new Part<AwsTypes>('network');
  const protect = account.protect ? { protect: true as const } : {};
  const { zones, vpcCidr } = account;
  const cidrs = placeSubnets(vpcCidr, {
    gpu: 18,
    ...Object.fromEntries(zones.map((zone) => [`system-${zone}`, 20])),
    ...Object.fromEntries(zones.map((zone) => [`public-${zone}`, 24])),
  });
  const named = (name: string) => ({ ...tags, Name: `${input.plan.cluster}-${name}` });

  const vpc = part.add(
    'aws:ec2/vpc:Vpc',
    'vpc',
    { cidrBlock: vpcCidr, enableDnsHostnames: true, enableDnsSupport: true, tags: named('vpc') },
    protect,
  );
  const vpcId = output(vpc, 'id');
  const subnet = (name: string, zone: string) =>
    part.add('aws:ec2/subnet:Subnet', `${name}-subnet`, {
      vpcId,
      availabilityZoneId: zone,
      cidrBlock: cidrs[name] ?? '',
      mapPublicIpOnLaunch: false,
      tags: {
        ...named(name),
        ...(name.startsWith('public-')
          ? { 'kubernetes.io/role/elb': '1' }
          : { 'kubernetes.io/role/internal-elb': '1' }),
      },
    });

  const gateway = part.add('aws:ec2/internetGateway:InternetGateway', 'internet', { vpcId, tags: named('internet') });
  const publicRoutes = part.add('aws:ec2/routeTable:RouteTable', 'public-routes', {
    vpcId,
    routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: output(gateway, 'id') }],
    tags: named('public'),
  });
  const perZone = zones.map((zone) => {
    const open = subnet(`public-${zone}`, zone);
    part.add('aws:ec2/routeTableAssociation:RouteTableAssociation', `public-${zone}-routes`, {
      subnetId: output(open, 'id'),
      routeTableId: output(publicRoutes, 'id'),
    });
    const address = part.add('aws:ec2/eip:Eip', `nat-${zone}-address`, { domain: 'vpc', tags: named(`nat-${zone}`) });
    const nat = part.add(
      'aws:ec2/natGateway:NatGateway',
      `nat-${zone}`,
      { allocationId: output(address, 'id'), subnetId: output(open, 'id'), tags: named(`nat-${zone}`) },
      { dependsOn: [gateway.name] },
    );
    const routes = part.add('aws:ec2/routeTable:RouteTable', `private-${zone}-routes`, {
      vpcId,
      routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: output(nat, 'id') }],
      tags: named(`private-${zone}`),
    });
    const system = subnet(`system-${zone}`, zone);
    part.add('aws:ec2/routeTableAssociation:RouteTableAssociation', `system-${zone}-routes`, {
      subnetId: output(system, 'id'),
      routeTableId: output(routes, 'id'),
    });
    return { zone, routes, systemSubnetId: output(system, 'id') };
  });
  const gpu = subnet('gpu', gpuZone);
  part.add('aws:ec2/routeTableAssociation:RouteTableAssociation', 'gpu-routes', {
    subnetId: output(gpu, 'id'),
    routeTableId: perZone.map(({ zone, routes }) => (zone === gpuZone ? output(routes, 'id') : '')).find(Boolean) ?? '',
  });

  const endpointGroup = part.add('aws:ec2/securityGroup:SecurityGroup', 'endpoints-group', {
    description: 'HTTPS from the network to endpoints of AWS services',
    vpcId,
    tags: named('endpoints'),
  });
  part.add('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'endpoints-https', {
    securityGroupId: output(endpointGroup, 'id'),
    cidrIpv4: vpcCidr,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    description: 'HTTPS from the network',
  });
  part.add('aws:ec2/vpcEndpoint:VpcEndpoint', 'endpoint-s3', {
    vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: perZone.map(({ routes }) => output(routes, 'id')),
    tags: named('s3'),
  });
  for (const service of INTERFACE_ENDPOINTS)
    part.add('aws:ec2/vpcEndpoint:VpcEndpoint', `endpoint-${service.replace('.', '-')}`, {
      vpcId,
      serviceName: `${input.plan.partition === 'aws-cn' ? 'cn.com.amazonaws' : 'com.amazonaws'}.${region}.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: perZone.map(({ systemSubnetId }) => systemSubnetId),
      securityGroupIds: [output(endpointGroup, 'id')],
      tags: named(service),
    });

  flowLogs(part, input, { vpcId, keyArn });
  return {
    resources: part.resources,
    vpcId,
    systemSubnetIds: perZone.map(({ systemSubnetId }) => systemSubnetId),
    gpuSubnetId: output(gpu, 'id'),
  };
}

function flowLogs(
  part: Part<AwsTypes>,
  input: EksInput,
  { vpcId, keyArn }: { readonly vpcId: Expression; readonly keyArn: Expression },
): void {
  const { account, plan, tags } = input;
  const group = part.add(
    'aws:cloudwatch/logGroup:LogGroup',
    'flow-log-group',
    {
      name: `/aws/vpc/${plan.cluster}/flow`,
      retentionInDays: account.logRetentionDays,
      kmsKeyId: keyArn,
      tags,
    },
    { retainOnDelete: true },
  );
  const role = part.add('aws:iam/role:Role', 'flow-log-role', {
    assumeRolePolicy: json(assumedBy('vpc-flow-logs.amazonaws.com')),
    tags,
  });
  part.add('aws:iam/rolePolicy:RolePolicy', 'flow-log-policy', {
    role: output(role, 'id'),
    policy: json({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: [{ $join: [output(group, 'arn'), ':*'] }],
        },
      ],
    }),
  });
  part.add('aws:ec2/flowLog:FlowLog', 'flow-log', {
    vpcId,
    trafficType: 'ALL',
    logDestination: output(group, 'arn'),
    iamRoleArn: output(role, 'arn'),
    tags,
  });
}

/** Trust policy of a role that a service of AWS takes. */
export const assumedBy = (service: string, actions: readonly string[] = ['sts:AssumeRole']): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: actions }],
});

/** Service principal of EC2 in the partition. */
export const ec2Principal = (input: Pick<EksInput, 'plan'>): string => `ec2.${dnsSuffix(input)}`;
