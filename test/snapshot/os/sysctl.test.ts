import { describe, expect, it } from 'vitest';
import { builtInCatalog } from '../../../src/io/built-in.ts';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { sysctls } from '../../../src/snapshot/os/sysctl.ts';
import { SYSCTL_KEYS } from '../../../src/snapshot/os/sysctl-keys.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';

async function read(table: MachineTable) {
  const gathering = new Gathering(aMachine(table));
  return { values: await sysctls(gathering), missing: gathering.collected({}).missing };
}

describe('the allow-list', () => {
  it('is sorted and names each key once', () => {
    expect(SYSCTL_KEYS).toEqual([...new Set(SYSCTL_KEYS)].sort());
    for (const key of SYSCTL_KEYS) expect(key).toMatch(/^(fs|kernel|net|sunrpc|user|vm)(\.[a-z0-9_*-]+)+$/);
  });

  it('has every sysctl that a recipe or a profile sets', () => {
    const { layers, profiles } = builtInCatalog();
    const settings = [
      ...layers.flatMap(({ document }) =>
        Object.values(document.tuning).flatMap(({ settings: all }) => Object.values(all)),
      ),
      ...profiles.flatMap(({ profiles: all }) => all.flatMap(({ applies }) => applies)),
    ];
    const names = settings.flatMap((setting) => (setting?.kind === 'sysctl' && setting.name ? [setting.name] : []));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !SYSCTL_KEYS.includes(name))).toEqual([]);
  });
});

it('reads what the kernel has, with single blanks', async () => {
  const { values, missing } = await read({
    files: {
      '/proc/sys/vm/swappiness': '60\n',
      '/proc/sys/net/ipv4/tcp_rmem': '4096\t131072\t 6291456\n',
      '/proc/sys/net/core/default_qdisc': 'fq\n',
      '/proc/sys/net/bridge/bridge-nf-call-iptables': '1\n',
      '/proc/sys/net/core/bpf_jit_harden': { refused: 'permission is denied' },
      '/proc/sys/kernel/random/boot_id': 'not on the list\n',
    },
  });
  expect(values).toEqual({
    'vm.swappiness': '60',
    'net.ipv4.tcp_rmem': '4096 131072 6291456',
    'net.core.default_qdisc': 'fq',
    'net.bridge.bridge-nf-call-iptables': '1',
  });
  expect(missing).toEqual({
    'sysctl["net.core.bpf_jit_harden"]': '/proc/sys/net/core/bpf_jit_harden: permission is denied',
  });
});

it('reads what is set for each card, and for no interface of a pod; a dot in a name is written as a slash', async () => {
  const { values } = await read({
    files: {
      '/proc/sys/net/ipv4/conf/all/rp_filter': '2',
      '/proc/sys/net/ipv4/conf/eth0/rp_filter': '0',
      '/proc/sys/net/ipv4/conf/rdma0.5/rp_filter': '1',
      '/proc/sys/net/ipv4/conf/veth12/rp_filter': '1',
    },
    links: {
      '/sys/class/net/eth0/device': '../../../0000:00:05.0',
      '/sys/class/net/rdma0.5/device': '../../../0000:00:06.0',
      '/sys/class/net/veth12': '../../devices/virtual/net/veth12',
    },
  });
  expect(values).toEqual({
    'net.ipv4.conf.all.rp_filter': '2',
    'net.ipv4.conf.eth0.rp_filter': '0',
    'net.ipv4.conf.rdma0/5.rp_filter': '1',
  });
});

it('takes no values of a network namespace of its own for those of the node', async () => {
  const inPod = {
    '/proc/sys/net/core/somaxconn': '4096',
    '/proc/sys/net/core/rmem_max': '212992',
    '/proc/sys/vm/swappiness': '1',
  };
  const { values, missing } = await read({ files: inPod });
  expect(values).toEqual({ 'vm.swappiness': '1' });
  expect(missing['sysctl["net.core.rmem_max"]']).toMatch(/network namespace of its own/);
  const onNode = { ...inPod, '/proc/sys/net/core/netdev_max_backlog': '1000' };
  expect((await read({ files: onNode })).values).toMatchObject({ 'net.core.rmem_max': '212992' });
});
