import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectFailure } from '../../../src/contract/collector.ts';
import { networkCollector } from '../../../src/snapshot/network/collector.ts';
import { aMachine, aroundMachine, type MachineTable } from '../a-machine.ts';
import { aCard, aPort, withCards } from './a-card.ts';

async function collected(table: MachineTable) {
  const { data, missing } = await networkCollector.collect(aroundMachine(aMachine(table)));
  expect(networkCollector.schema.parse(data)).toEqual(data);
  return { data, missing };
}

const CX7_INFINIBAND = aCard({
  rdma: 'mlx5_0',
  net: 'ibp14s0',
  device: 'pci0000:07/0000:07:01.0/0000:0e:00.0',
  rdmaFiles: {
    'device/vendor': '0x15b3\n',
    'device/device': '0x1021\n',
    'device/numa_node': '0\n',
    fw_ver: '28.43.2026\n',
    board_id: 'MT_0000000838\n',
    node_guid: '946d:ae03:00f4:4a1c\n',
    ...aPort(1, {
      link_layer: 'InfiniBand\n',
      state: '4: ACTIVE\n',
      phys_state: '5: LinkUp\n',
      rate: '400 Gb/sec (4X NDR)\n',
    }),
    'ports/1/gid_attrs/ndevs/0': { refused: 'the kernel does not say (EINVAL)' },
  },
  netFiles: { mtu: '4092\n', speed: '400000\n', 'device/numa_node': '0\n' },
});

const EFA = aCard({
  rdma: 'rdmap79s0',
  device: 'pci0000:44/0000:44:00.0/0000:4f:00.0',
  driver: 'efa',
  rdmaFiles: {
    'device/vendor': '0x1d0f\n',
    'device/device': '0xefa2\n',
    'device/numa_node': '-1\n',
    fw_ver: '0.0.0.0\n',
    node_guid: '0000:0000:0000:0000\n',
    ...aPort(1, {
      link_layer: 'Unspecified\n',
      state: '4: ACTIVE\n',
      phys_state: '5: LinkUp\n',
      rate: '100 Gb/sec (4X EDR)\n',
    }),
  },
});

const ROCE_BONDED = aCard({
  rdma: 'mlx5_bond_0',
  net: 'rdma0',
  device: 'pci0000:00/0000:00:05.0',
  rdmaFiles: {
    ...aPort(1, {
      link_layer: 'Ethernet\n',
      state: '4: ACTIVE\n',
      phys_state: '5: LinkUp\n',
      rate: '200 Gb/sec (4X HDR)\n',
    }),
    'ports/1/gid_attrs/ndevs/0': 'bond0\n',
  },
});

const DOWN = aCard({
  rdma: 'mlx5_4',
  net: 'ib4',
  device: 'pci0000:99/0000:99:00.0',
  rdmaFiles: aPort(1, {
    link_layer: 'InfiniBand\n',
    state: '1: DOWN\n',
    phys_state: '3: Disabled\n',
    rate: '10 Gb/sec (4X)\n',
  }),
  netFiles: { operstate: 'down\n', speed: { refused: 'the kernel does not say (EINVAL)' } },
});

describe('RDMA devices', () => {
  it('a ConnectX-7 on InfiniBand', async () => {
    const { data, missing } = await collected(withCards([CX7_INFINIBAND]));
    expect(missing).toEqual({});
    expect(data.rdma).toEqual({
      mlx5_0: {
        driver: 'mlx5_core',
        pciAddress: '0000:0e:00.0',
        numaNode: 0,
        vendor: '0x15b3',
        device: '0x1021',
        firmware: '28.43.2026',
        boardId: 'MT_0000000838',
        nodeGuid: '946d:ae03:00f4:4a1c',
        ports: {
          1: {
            linkLayer: 'InfiniBand',
            state: 'ACTIVE',
            physicalState: 'LinkUp',
            rateGbps: 400,
            interfaces: ['ibp14s0'],
          },
        },
      },
    });
    expect(data.interfaces.ibp14s0).toMatchObject({
      driver: 'mlx5_core',
      mtu: 4092,
      speedMbps: 400000,
      numaNode: 0,
      state: 'up',
    });
  });

  it('EFA has no interface, and a NUMA node that it does not say', async () => {
    const { data, missing } = await collected(withCards([EFA]));
    expect(data.rdma.rdmap79s0).toMatchObject({
      driver: 'efa',
      numaNode: -1,
      ports: { 1: { linkLayer: 'Unspecified', rateGbps: 100, interfaces: [] } },
    });
    expect([data.interfaces, missing]).toEqual([{}, {}]);
  });

  it('RoCE under a bond names both', async () => {
    const { data } = await collected(withCards([ROCE_BONDED]));
    expect(data.rdma.mlx5_bond_0?.ports['1']).toMatchObject({ linkLayer: 'Ethernet', interfaces: ['bond0', 'rdma0'] });
  });

  it('a port that is down says so; its speed is nobody’s fault', async () => {
    const { data, missing } = await collected(withCards([DOWN, CX7_INFINIBAND]));
    expect(data.rdma.mlx5_4?.ports['1']).toMatchObject({ state: 'DOWN', physicalState: 'Disabled', rateGbps: 10 });
    expect(data.interfaces.ib4).toMatchObject({ state: 'down', speedMbps: undefined });
    expect([Object.keys(data.rdma).sort(), missing]).toEqual([['mlx5_0', 'mlx5_4'], {}]);
  });

  it('two ports of one card have the interfaces that are theirs', async () => {
    const card = aCard({
      rdma: 'mlx4_0',
      device: 'pci0000:00/0000:00:05.0',
      rdmaFiles: { ...aPort(1, { state: '4: ACTIVE' }), ...aPort(2, { state: '1: DOWN' }) },
    });
    const net = '/sys/class/infiniband/mlx4_0/device/net';
    const { data } = await collected(
      withCards([card], { [`${net}/ens1/dev_port`]: '0', [`${net}/ens1d1/dev_port`]: '1' }),
    );
    expect(Object.values(data.rdma.mlx4_0?.ports ?? {}).map((port) => port.interfaces)).toEqual([['ens1'], ['ens1d1']]);
  });

  it('the second function of a card has one port, and the interface that counts itself the second', async () => {
    const card = aCard({
      rdma: 'mlx5_1',
      device: 'pci0000:00/0000:00:05.1',
      rdmaFiles: aPort(1, { state: '4: ACTIVE' }),
    });
    const files = { '/sys/class/infiniband/mlx5_1/device/net/ens1f1np1/dev_port': '1' };
    const { data } = await collected(withCards([card], files));
    expect(data.rdma.mlx5_1?.ports['1']?.interfaces).toEqual(['ens1f1np1']);
  });

  it('a machine without any has none, and nothing is missing', async () => {
    expect(await collected(withCards([]))).toEqual({ data: { rdma: {}, interfaces: {} }, missing: {} });
  });

  it('what is there and says nothing of use is missing', async () => {
    const files = {
      '/sys/class/infiniband/mlx5_0/ports/1/rate': 'fast',
      '/sys/class/infiniband/mlx5_0/fw_ver': { refused: 'the device does not answer (EIO)' },
      '/sys/class/net/ibp14s0/mtu': '-1',
    };
    const { data, missing } = await collected(withCards([CX7_INFINIBAND], files));
    expect(Object.keys(missing)).toEqual([
      'interfaces.ibp14s0.mtu',
      'rdma.mlx5_0.firmware',
      'rdma.mlx5_0.ports.1.rateGbps',
    ]);
    expect([data.rdma.mlx5_0?.firmware, data.interfaces.ibp14s0?.mtu, data.rdma.mlx5_0?.ports['1']?.rateGbps]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('without /sys nothing can be had', async () => {
    await expect(collected({})).rejects.toThrow(CollectFailure);
  });
});

describe('interfaces', () => {
  it('of pods, bridges and bonds are left out', async () => {
    const table = withCards([ROCE_BONDED], {
      '/sys/class/net/veth1/mtu': '1500',
      '/sys/class/net/bond0/mtu': '9000',
      '/sys/class/net/bonding_masters': 'bond0',
    });
    expect(Object.keys((await collected(table)).data.interfaces)).toEqual(['rdma0']);
  });

  it('a card that is virtual has the address of the PCI device below it', async () => {
    const virtio = aCard({
      net: 'eth0',
      device: 'pci0000:00/0000:00:03.0/virtio2',
      driver: 'virtio_net',
      netFiles: { speed: '-1\n' },
    });
    const hyperV = aCard({
      net: 'eth1',
      device: 'LNXSYSTM:00/VMBUS:00/f8b3781b-1e82-4818-a1c3-63d806ec15bb',
      driver: 'hv_netvsc',
      netFiles: { speed: '4294967295\n' },
    });
    const { data, missing } = await collected(withCards([virtio, hyperV]));
    expect(data.interfaces).toMatchObject({
      eth0: { driver: 'virtio_net', pciAddress: '0000:00:03.0', speedMbps: undefined },
      eth1: { driver: 'hv_netvsc', pciAddress: undefined, speedMbps: undefined },
    });
    expect(missing).toEqual({});
  });

  const OWN = { '/proc/sys/net/core/somaxconn': '4096' };
  const dev = (...names: string[]): string =>
    `Inter-|   Receive\n face |bytes    packets\n${names.map((name) => `  ${name}: 0 0\n`).join('')}`;

  it('of a pod are not those of the node', async () => {
    const { data, missing } = await collected(
      withCards([ROCE_BONDED], { ...OWN, '/proc/net/dev': dev('lo', 'rdma0') }),
    );
    expect([data.interfaces, Object.keys(missing)]).toEqual([{}, ['interfaces']]);
  });

  it('are those of the node where a pod has its /sys', async () => {
    const { data, missing } = await collected(
      withCards([ROCE_BONDED], { ...OWN, '/proc/net/dev': dev('lo', 'eth0', 'eth9') }),
    );
    expect([Object.keys(data.interfaces), missing]).toEqual([['rdma0'], {}]);
  });
});

it('values of sysfs may be anything without a crash, or a value that is none', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('-1', '1e9', '4: ', '1 Gb/sec', '__proto__', '\0'),
  );
  await fc.assert(
    fc.asyncProperty(text, text, text, async (one, two, three) => {
      const files = {
        '/sys/class/infiniband/mlx5_0/ports/1/rate': one,
        '/sys/class/infiniband/mlx5_0/device/numa_node': two,
        '/sys/class/net/ibp14s0/mtu': three,
        '/sys/class/net/ibp14s0/speed': one,
      };
      await collected(withCards([CX7_INFINIBAND], files));
    }),
    { numRuns: 150 },
  );
});
