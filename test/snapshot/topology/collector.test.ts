import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topologyCollector } from '../../../src/snapshot/topology/collector.ts';
import { GPU_CLUSTER } from '../cluster/gpu-cluster.ts';
import { collectFrom, kubeStandIn, type StandInOptions } from '../cluster/kube-stand-in.ts';

const collect = (options: StandInOptions = {}) => collectFrom(topologyCollector, kubeStandIn(GPU_CLUSTER, options));

it('says how nodes are marked and where they stand, without labels of one node and of one moment', async () => {
  const { data, missing } = await collect();
  expect(missing).toEqual({});
  expect(data).toEqual({
    nodes: 2,
    labels: {
      'node.kubernetes.io/instance-type': { 'p5.48xlarge': ['gpu-1', 'gpu-2'] },
      'nvidia.com/gpu.clique': { 'a.1': ['gpu-1', 'gpu-2'] },
      'topology.kubernetes.io/zone': { 'us-east-2a': ['gpu-1'], 'us-east-2b': ['gpu-2'] },
    },
    taints: { 'nvidia.com/gpu=present:NoSchedule': ['gpu-1', 'gpu-2'], 'old:NoExecute': ['gpu-1'] },
    zones: { 'us-east-2a': ['gpu-1'], 'us-east-2b': ['gpu-2'] },
    fabricDomains: { 'nvidia.com/gpu.clique=a.1': ['gpu-1', 'gpu-2'] },
  });
});

it('knows nothing where nodes may not be listed: not that there are none', async () => {
  const { missing } = await collect({ forbidden: ['nodes'] });
  expect(Object.keys(missing)).toEqual(['fabricDomains', 'labels', 'nodes', 'taints', 'zones']);
});

it('neither page size, order, nor a list that expires changes anything', async () => {
  const expected = JSON.stringify(await collect());
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.boolean(),
      async (pageSize, expires, reversed) => {
        const order = (count: number) => (reversed ? [...Array(count).keys()].reverse() : [...Array(count).keys()]);
        expect(JSON.stringify(await collect({ pageSize, order, expires: expires ? ['nodes'] : [] }))).toBe(expected);
      },
    ),
    { numRuns: 12 },
  );
});
