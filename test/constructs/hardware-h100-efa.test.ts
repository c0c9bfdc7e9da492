import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { HardwareH100Efa, type HardwareH100EfaProps } from '../../constructs/hardware-h100-efa.ts';

const objects = (props: Partial<HardwareH100EfaProps> = {}) => {
  const chart = new Chart(new App(), 'hw');
  new HardwareH100Efa(chart, 'hw', { namespace: 'training', ...props });
  return chart.toJson();
};

it('publishes the environment that the all-reduce test was measured with', () => {
  expect(objects()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'nccl-h100-efa', namespace: 'training' },
      data: {
        FI_EFA_FORK_SAFE: '1',
        FI_EFA_USE_DEVICE_RDMA: '1',
        FI_PROVIDER: 'efa',
        NCCL_IGNORE_DISABLED_P2P: '1',
        NCCL_SOCKET_IFNAME: 'eth0',
      },
    },
  ]);
});

it.each<[Partial<HardwareH100EfaProps>, string, string | undefined]>([
  [{ socketInterface: 'ens32' }, 'NCCL_SOCKET_IFNAME', 'ens32'],
  [{ pluginPath: '/opt/amazon/ofi-nccl/lib' }, 'LD_LIBRARY_PATH', '/opt/amazon/ofi-nccl/lib'],
  [{ environment: { FI_EFA_FORK_SAFE: null } }, 'FI_EFA_FORK_SAFE', undefined],
])('%j sets %s to %s', (props, name, expected) => {
  expect(objects(props)[0].data[name]).toBe(expected);
});

it("makes AWS's layers the topology, widest first, where KAI is in the cluster", () => {
  expect(objects({ cluster: { components: ['kai-scheduler'] } })[1]).toEqual({
    apiVersion: 'kai.scheduler/v1alpha1',
    kind: 'Topology',
    metadata: { name: 'h100-efa' },
    spec: {
      levels: [
        { nodeLabel: 'topology.k8s.aws/network-node-layer-1' },
        { nodeLabel: 'topology.k8s.aws/network-node-layer-2' },
        { nodeLabel: 'topology.k8s.aws/network-node-layer-3' },
        { nodeLabel: 'kubernetes.io/hostname' },
      ],
    },
  });
});

it('refuses a relative plugin path', () => {
  expect(() => objects({ pluginPath: 'lib' })).toThrow(
    'PROPS_INVALID at components.hardware-h100-efa.pluginPath\n  got "lib"',
  );
});
