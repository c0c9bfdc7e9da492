import { expect, it } from 'vitest';
import type { ResolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import type { aGpu } from '../snapshot/a-snapshot.ts';
import { type Change, type Changeable, isNotMet, itemsAfter, recipes } from './items-after.ts';

const training = recipes.find(
  (r) => r.criteria.service === 'eks' && r.criteria.accelerator === 'h100' && r.criteria.os === 'ubuntu',
);
const rack = recipes.find(
  (r) => r.criteria.service === 'eks' && r.criteria.accelerator === 'gb200' && r.criteria.os === 'ubuntu',
);
const infiniband = recipes.find(
  (r) => r.gpuNodes.fabric === 'infiniband' && Object.hasOwn(r.components, 'network-operator'),
);

const DEVIATIONS: readonly (readonly [
  id: string,
  what: string,
  change: Change,
  recipe?: ResolvedRecipeDocument | undefined,
])[] = [
  [
    'constraint/kubernetes',
    'an older API server',
    (c) => {
      c.k8s.server.version = 'v1.31.9';
    },
  ],
  [
    'constraint/driver',
    'an older driver on a node',
    (_, n) => {
      Object.assign(n.gpu.nvidia ?? {}, { driver: '550.54.15' });
    },
    rack,
  ],
  [
    'constraint/driver',
    'an older driver in the ClusterPolicy',
    (c) => policy(c, { driver: { version: '550.54.15' } }),
    rack,
  ],
  [
    'constraint/kernel',
    'an older kernel',
    (_, n) => {
      n.os.kernel.release = '5.15.0-1001-aws-64k';
    },
    rack,
  ],
  [
    'constraint/osVersion',
    'another release',
    (_, n) => {
      n.os.release.VERSION_ID = '22.04';
    },
  ],
  ['constraint/gpu-operator', 'another chart', (c) => release(c, 'gpu-operator', 'v25.3.0'), rack],
  [
    'nodes/count',
    'a node less',
    (c) => {
      c.topology.labels.nodeGroup = { 'gpu-worker': ['gpu-1'] };
    },
  ],
  [
    'nodes/ready',
    'a node that is not ready',
    (c) => {
      nodeOf(c).conditions = { Ready: 'False' };
    },
  ],
  [
    'nodes/ready',
    'a node that is cordoned',
    (c) => {
      nodeOf(c).unschedulable = true;
    },
  ],
  [
    'nodes/kubelet',
    'a kubelet that is too old',
    (c) => {
      nodeOf(c).kubelet = 'v1.30.1';
    },
  ],
  [
    'nodes/kubelet',
    'a kubelet that is newer',
    (c) => {
      nodeOf(c).kubelet = 'v1.36.0';
    },
  ],
  [
    'nodes/architecture',
    'another architecture',
    (c) => {
      nodeOf(c).architecture = 's390x';
    },
  ],
  [
    'nodes/os',
    'another operating system',
    (_, n) => {
      n.os.release.ID = 'debian';
    },
  ],
  [
    'nodes/page-size',
    'another page size',
    (_, n) => {
      n.os.pageSizeKiB = 4;
    },
    { ...rack, inputs: { ...rack?.inputs, pageSizeKiB: 64 } } as ResolvedRecipeDocument,
  ],
  [
    'nodes/kernel-flavour',
    'another flavour',
    (_, n) => {
      n.os.kernel.release = '6.14.0-1018-aws';
    },
    { ...rack, inputs: { ...rack?.inputs, kernel: '6.14.0-1018-aws-64k' } } as ResolvedRecipeDocument,
  ],
  [
    'nodes/taint/nvidia.com/gpu:NoSchedule',
    'a node without its taint',
    (c) => {
      c.topology.taints = { 'nvidia.com/gpu=x:NoSchedule': ['gpu-1'] };
    },
  ],
  ['gpus/count', 'a GPU less', (_, n) => void n.gpu.nvidia?.gpus.pop()],
  ['gpus/ecc', 'an uncorrected error', (_, n) => gpu(n, { eccUncorrected: { volatile: 1 } })],
  [
    'gpus/remapped-rows',
    'a row that waits',
    (_, n) => gpu(n, { remappedRows: { correctable: 0, uncorrectable: 1, pending: true, failed: false } }),
  ],
  [
    'gpus/remapped-rows',
    'a row that failed',
    (_, n) => gpu(n, { remappedRows: { correctable: 0, uncorrectable: 1, pending: false, failed: true } }),
  ],
  ['gpus/nvlink', 'a link that is down', (_, n) => gpu(n, { nvlink: { up: 17, total: 18 } })],
  ['gpus/fabric', 'a fabric in progress', (_, n) => gpu(n, { fabric: { state: 'In Progress' } })],
  ['gpus/fabric', 'a fabric that failed', (_, n) => gpu(n, { fabric: { state: 'Completed', status: 'Failure' } })],
  ['gpus/mig', 'MIG on one GPU', (_, n) => gpu(n, { mig: { current: 'enabled', pending: 'enabled' } })],
  ['gpus/mig', 'MIG that waits for a reset', (_, n) => gpu(n, { mig: { current: 'disabled', pending: 'enabled' } })],
  [
    'allocation/gpus',
    'a GPU less to be had',
    (c) => {
      nodeOf(c).allocatable['nvidia.com/gpu'] = '7';
    },
  ],
  ['allocation/gpus', 'no GPU to be had', (c) => void delete nodeOf(c).allocatable['nvidia.com/gpu']],
  [
    'allocation/one-owner',
    'DRA beside the device plugin',
    (c) => {
      c.k8s.resourceSlices = { 'gpu.nvidia.com': { 'gpu-2': 8 } };
    },
  ],
  [
    'allocation/vpc.amazonaws.com/efa',
    'an interface less',
    (c) => {
      nodeOf(c).allocatable['vpc.amazonaws.com/efa'] = '31';
    },
  ],
  ['allocation/rdma/ib', 'no InfiniBand to be had', (c) => void delete nodeOf(c).allocatable['rdma/ib'], infiniband],
  ['fabric/ports', 'a port that is down', (_, n) => port(n, 'DOWN'), infiniband],
  ['fabric/ports', 'a device less', (_, n) => void delete n.network.rdma.rdma0],
  [
    'fabric/domains',
    'a node without its NVLink domain',
    (c) => {
      c.topology.labels['nvidia.com/gpu.clique'] = { a: ['gpu-1'] };
    },
    rack,
  ],
  ['operators/gpu-operator', 'an operator at work', (c) => policy(c, undefined, { state: 'notReady' })],
  [
    'operators/gpu-operator',
    'no ClusterPolicy',
    (c) => {
      c.k8s.customResources = {};
    },
  ],
  [
    'operators/node-tuning',
    'a node agent that is stuck',
    (c) => {
      c.k8s.customResources['NodeWright.nodewright.nvidia.com//tuning'] = {
        apiVersion: 'v1',
        spec: {},
        status: { status: 'erroring' },
      };
    },
  ],
  [
    'operators/network-operator',
    'a network operator with an error',
    (c) => {
      c.k8s.customResources['NicClusterPolicy.mellanox.com//nic-cluster-policy'] = {
        apiVersion: 'v1',
        spec: {},
        status: { state: 'error' },
      };
    },
    infiniband,
  ],
  [
    'operators/gpu-labels',
    'a label with fewer GPUs',
    (c) => {
      c.topology.labels['nvidia.com/gpu.count'] = { '7': ['gpu-2'] };
    },
  ],
];

it.each(DEVIATIONS.map(([id, what, change, recipe = training]) => ({ id, what, change, recipe })))(
  '$id finds $what',
  ({ id, change, recipe }) => {
    if (!recipe) throw new Error('the catalog has no such leaf');
    expect(isNotMet(itemsAfter(recipe, change), id)).toBe('not-met');
  },
);

it('every item of a recipe is found by one of them', () => {
  const families = new Set(
    [training, rack, infiniband].flatMap((recipe) => (recipe ? itemsAfter(recipe, () => {}) : [])).map(({ id }) => id),
  );
  const tried = new Set(DEVIATIONS.map(([id]) => id));
  const rest = [...families].filter((id) => !/^(tuning|component|constraint)\//.test(id) && !tried.has(id));
  expect(rest).toEqual([]);
});

const nodeOf = (cluster: Changeable) => {
  const node = cluster.k8s.nodes['gpu-2'];
  if (!node) throw new Error('no node gpu-2');
  return node;
};
const gpu = (node: Changeable, parts: Parameters<typeof aGpu>[0]) =>
  void Object.assign(node.gpu.nvidia?.gpus[0] ?? {}, parts);
const release = (cluster: Changeable, name: string, version: string) =>
  void Object.assign(cluster.k8s.releases[`Application/argocd/${name}`] ?? {}, { version });
const policy = (cluster: Changeable, spec?: object, status?: object) =>
  void Object.assign(cluster.k8s.customResources['ClusterPolicy.nvidia.com//cluster-policy'] ?? {}, {
    ...(spec ? { spec } : {}),
    ...(status ? { status } : {}),
  });
const port = (node: Changeable, state: string) =>
  void Object.assign(node.network.rdma.rdma0?.ports['1'] ?? {}, { state });
