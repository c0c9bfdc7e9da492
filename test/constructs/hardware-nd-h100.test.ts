import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { HardwareNdH100, type HardwareNdH100Props } from '../../constructs/hardware-nd-h100.ts';

const objects = (props: Partial<HardwareNdH100Props> = {}) => {
  const chart = new Chart(new App(), 'hw');
  new HardwareNdH100(chart, 'hw', { namespace: 'training', ...props });
  return chart.toJson();
};

it('publishes the environment of InfiniBand and the topology file that it names', () => {
  const [environment, file] = objects();
  expect(environment).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'nccl-nd-h100', namespace: 'training' },
    data: {
      NCCL_IB_DISABLE: '0',
      NCCL_IB_PCI_RELAXED_ORDERING: '1',
      NCCL_NET_GDR_LEVEL: 'SYS',
      NCCL_SOCKET_IFNAME: 'eth0',
      NCCL_TOPO_FILE: '/etc/nccl/ndv5-topo.xml',
    },
  });
  expect(file.metadata).toEqual({ name: 'ndv5-topology', namespace: 'training' });
  expect(Object.keys(file.data)).toEqual(['ndv5-topo.xml']);
});

it('pairs each of eight GPUs with the NIC of its switch, four a socket', () => {
  const xml: string = objects()[1].data['ndv5-topo.xml'];
  const pairs = [
    ...xml.matchAll(
      /busid="([0-9a-f]{4}:00:00\.0)" class="0x030200"[^>]*>\s*<pci busid="([0-9a-f]{4}:00:00\.0)" class="0x020700"/g,
    ),
  ];
  expect(pairs.map(([, gpu, nic]) => [gpu?.slice(0, 4), nic?.slice(0, 4)])).toEqual([
    ['0001', '0101'],
    ['0002', '0102'],
    ['0003', '0103'],
    ['0008', '0104'],
    ['0009', '0105'],
    ['000a', '0106'],
    ['000b', '0107'],
    ['000c', '0108'],
  ]);
  expect(
    xml
      .split('<cpu ')
      .slice(1)
      .map((socket) => socket.match(/0x030200/g)?.length),
  ).toEqual([4, 4]);
});

it.each<[Partial<HardwareNdH100Props>, string, string | undefined]>([
  [{ topologyFile: { mountPath: '/topo' } }, 'NCCL_TOPO_FILE', '/topo/ndv5-topo.xml'],
  [{ topologyFile: { enabled: false } }, 'NCCL_TOPO_FILE', undefined],
  [{ socketInterface: 'enP1' }, 'NCCL_SOCKET_IFNAME', 'enP1'],
  [{ environment: { NCCL_IB_DISABLE: null } }, 'NCCL_IB_DISABLE', undefined],
])('%j sets %s to %s', (props, name, expected) => {
  expect(objects(props)[0].data[name]).toBe(expected);
});

it('leaves the file out when it is not wanted', () => {
  expect(objects({ topologyFile: { enabled: false } })).toHaveLength(1);
});

it('makes the node pool a level of the topology where KAI is in the cluster', () => {
  expect(objects({ cluster: { components: ['kai-scheduler'] } })[2]).toMatchObject({
    kind: 'Topology',
    metadata: { name: 'nd-h100' },
    spec: { levels: [{ nodeLabel: 'kubernetes.azure.com/agentpool' }, { nodeLabel: 'kubernetes.io/hostname' }] },
  });
});

it('refuses a mount path with a slash at the end', () => {
  expect(() => objects({ topologyFile: { mountPath: '/etc/nccl/' } })).toThrow(
    'PROPS_INVALID at components.hardware-nd-h100.topologyFile.mountPath\n  got "/etc/nccl/": an absolute folder without a slash at the end',
  );
});
