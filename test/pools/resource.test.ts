import { expect, it } from 'vitest';
import type { AwsTypes } from '../../src/pools/eks/resource-types.ts';
import { json } from '../../src/pools/expression.ts';
import { output, Part } from '../../src/pools/resource.ts';

it('keeps resources in the order in which they were added, with the part that they belong to', () => {
  const part = new Part<AwsTypes>('network');
  const vpc = part.add('aws:ec2/vpc:Vpc', 'vpc', { cidrBlock: '10.0.0.0/16' }, { protect: true });
  part.add('aws:ec2/subnet:Subnet', 'subnet', { vpcId: output(vpc, 'id') });
  expect(part.resources).toEqual([
    {
      type: 'aws:ec2/vpc:Vpc',
      name: 'vpc',
      part: 'network',
      args: { cidrBlock: '10.0.0.0/16' },
      options: { protect: true },
    },
    {
      type: 'aws:ec2/subnet:Subnet',
      name: 'subnet',
      part: 'network',
      args: { vpcId: { $output: 'id', of: 'vpc' } },
      options: {},
    },
  ]);
});

it('refuses at compile time what the SDK does not have', () => {
  const part = new Part<AwsTypes>('network');
  // @ts-expect-error there is no such type
  part.add('aws:ec2/vpc:Vcp', 'a', {});
  // @ts-expect-error a misspelt argument
  const vpc = part.add('aws:ec2/vpc:Vpc', 'b', { cidrBlok: '10.0.0.0/16' });
  // @ts-expect-error a wrong type
  part.add('aws:ec2/vpc:Vpc', 'c', { cidrBlock: 10 });
  // @ts-expect-error a required argument is missing
  part.add('aws:eks/nodeGroup:NodeGroup', 'd', { clusterName: 'x' });
  part.add('aws:ec2/launchTemplate:LaunchTemplate', 'e', {
    // @ts-expect-error a misspelt argument inside another
    networkInterfaces: [{ networkCardIndx: 1 }],
  });
  // @ts-expect-error an output that a VPC does not have
  output(vpc, 'endpoint');
  // Where the SDK wants a scalar, an expression may stand; where it wants a map, it may not.
  part.add('aws:iam/role:Role', 'f', { assumeRolePolicy: json({}) });
  // @ts-expect-error an expression in place of a map
  part.add('aws:ec2/vpc:Vpc', 'g', { tags: json({}) });
  expect(part.resources).toHaveLength(7);
});
