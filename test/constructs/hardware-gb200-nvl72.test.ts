import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { HardwareGb200Nvl72, type HardwareGb200Nvl72Props } from '../../constructs/hardware-gb200-nvl72.ts';

const objects = (props: Partial<HardwareGb200Nvl72Props> = {}) => {
  const chart = new Chart(new App(), 'hw');
  new HardwareGb200Nvl72(chart, 'hw', { namespace: 'training', ...props });
  return chart.toJson();
};

const nvlink = { NCCL_CUMEM_ENABLE: '1', NCCL_MNNVL_ENABLE: '1', NCCL_NET_GDR_C2C: '1', NCCL_NVLS_ENABLE: '1' };

it('publishes the environment of NVLink between nodes', () => {
  expect(objects()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'nccl-gb200-nvl72', namespace: 'training' },
      data: nvlink,
    },
  ]);
});

it.each([
  ['efa', { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1', FI_EFA_FORK_SAFE: '1' }],
  [
    'roce',
    {
      NCCL_IB_GID_INDEX: '3',
      NCCL_IB_TC: '41',
      NCCL_IB_TIMEOUT: '22',
      NCCL_NET_GDR_LEVEL: 'SYS',
      NCCL_DMABUF_ENABLE: '1',
    },
  ],
  ['infiniband', {}],
] as const)('adds what leaves the rack over %s', (fabric, extra) => {
  expect(objects({ cluster: { fabric } })[0].data).toEqual({ ...nvlink, ...extra });
});

it('lets the user add, change and take away', () => {
  const { data } = objects({ environment: { NCCL_DEBUG: 'INFO', NCCL_NVLS_ENABLE: '0', NCCL_NET_GDR_C2C: null } })[0];
  expect(data).toEqual({ NCCL_CUMEM_ENABLE: '1', NCCL_DEBUG: 'INFO', NCCL_MNNVL_ENABLE: '1', NCCL_NVLS_ENABLE: '0' });
});

it('reaches every namespace of jobs', () => {
  expect(objects({ namespaces: ['a', 'b'] }).map(({ metadata }) => metadata.namespace)).toEqual(['a', 'b']);
});

it('makes the clique a level of the topology where KAI is in the cluster', () => {
  const cluster = { components: ['kai-scheduler'] };
  expect(objects({ cluster })[1]).toEqual({
    apiVersion: 'kai.scheduler/v1alpha1',
    kind: 'Topology',
    metadata: { name: 'gb200-nvl72' },
    spec: { levels: [{ nodeLabel: 'nvidia.com/gpu.clique' }, { nodeLabel: 'kubernetes.io/hostname' }] },
  });
  expect(objects({ cluster, topologyLevels: ['rack'] })[1].spec).toEqual({ levels: [{ nodeLabel: 'rack' }] });
});

it.each<[Partial<HardwareGb200Nvl72Props>, string]>([
  [
    { environment: { 'nccl-debug': 'INFO' } },
    'PROPS_INVALID at components.hardware-gb200-nvl72.environment.nccl-debug\n  key "nccl-debug" is not allowed: a variable name',
  ],
  [{ namespaces: ['Bad'] }, 'components.hardware-gb200-nvl72.namespaces[0]\n  got "Bad": a namespace is a DNS label'],
  [{ topologyLevels: [] }, 'PROPS_INVALID at components.hardware-gb200-nvl72.topologyLevels'],
])('refuses %j', (props, message) => {
  expect(() => objects(props)).toThrow(message);
});
