import { describe, expect, it } from 'vitest';
import { h100, kubeParts, kubeSnapshot, type NodeParts, system } from '../a-cluster.ts';
import { aSnapshot } from '../a-snapshot.ts';
import { find, value } from '../finding.ts';

const EKS = { server: { version: 'v1.34.2-eks-3025e55' } };

describe('inputs', () => {
  const node: NodeParts = {
    ...h100,
    labels: {
      ...h100.labels,
      'eks.amazonaws.com/capacityType': 'CAPACITY_BLOCK',
      'nvidia.com/cuda.driver-version.full': '580.126.20',
    },
  };
  const host = {
    os: { pageSizeKiB: 4, kernel: { release: '6.14.0-1018-aws' } },
    cloud: { from: 'metadata', provider: 'aws', region: 'us-east-2', instanceId: 'i-0123456789abcdef0' },
  } as const;
  const snapshot = aSnapshot({ ...kubeParts({ a: node, b: node, c: system }, EKS), ...host, node: 'ip-10-0-0-1' });
  it.each([
    ['inputs.kubernetes', '1.34.2'],
    ['inputs.osVersion', '24.04'],
    ['inputs.kernel', '6.14.0-1018-aws'],
    ['inputs.driver', '580.126.20'],
    ['inputs.pageSizeKiB', '4'],
    ['inputs.region', 'us-east-2'],
    ['inputs.partition', 'aws'],
    ['inputs.capacity', 'capacity-block'],
    ['pools.gpu.instanceType', 'p5.48xlarge'],
    ['pools.gpu.count', '2'],
  ])('%s is %s', (path, expected) => {
    expect(value(snapshot, path)).toBe(expected);
  });
  it('that nodes contradict each other about are refused', () => {
    const mixed = kubeSnapshot({ a: node, b: { ...node, kernel: '6.8.0-1028-aws', instanceType: 'p5.4xlarge' } }, EKS);
    expect(find(mixed).problems.map(({ path }) => path)).toEqual([
      'criteria.intent',
      'inputs.kernel',
      'pools.gpu.instanceType',
    ]);
  });
  it('of a machine type are not those of a board of your own', () => {
    const own = kubeSnapshot({
      a: { ...h100, kubelet: 'v1.34.2', labels: { ...h100.labels, 'node-role.kubernetes.io/control-plane': '' } },
    });
    expect(value(own, 'pools.gpu.instanceType')).toBe('default');
  });
  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('region %s is of partition %s', (region, partition) => {
    const there = kubeSnapshot({ a: { ...h100, labels: { 'topology.kubernetes.io/region': region } } }, EKS);
    expect(value(there, 'inputs.partition')).toBe(partition);
  });
});
