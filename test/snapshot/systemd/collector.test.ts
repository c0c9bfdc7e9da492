import { describe, expect, it } from 'vitest';
import { systemdCollector } from '../../../src/snapshot/systemd/collector.ts';
import { PROPERTIES } from '../../../src/snapshot/systemd/show.ts';
import { UNITS } from '../../../src/snapshot/systemd/units.ts';
import { aMachine, aroundMachine, type MachineTable } from '../a-machine.ts';
import { CONTAINERD, CONTAINERD_TUNED, IMEX_MASKED, KUBELET, shownOfAll } from './shown.ts';

const SHOW = ['systemctl', 'show', '--no-pager', `--property=${PROPERTIES.join(',')}`, ...UNITS].join(' ');

async function collected(table: MachineTable) {
  const machine = aMachine(table);
  const { data, missing, context } = await systemdCollector.collect(aroundMachine(machine));
  expect(systemdCollector.schema.parse(data)).toEqual(data);
  return { data, missing, context, ran: machine.ran };
}

describe('nodes with systemd', () => {
  it('a GB200 node on EKS: limits are raised, the host daemon of IMEX is masked', async () => {
    const { data, missing, ran, context } = await collected({
      programs: { [SHOW]: shownOfAll([CONTAINERD_TUNED, KUBELET, IMEX_MASKED]) },
      files: {
        '/proc/4242/cmdline': '/usr/bin/kubelet\0--config=/etc/kubernetes/kubelet/config.json\0--v=2\0',
        '/etc/kubernetes/kubelet/config.json':
          '{"kind": "KubeletConfiguration", "topologyManagerPolicy": "restricted"}',
        '/etc/security/limits.d/rdma.conf': '* - memlock unlimited\n',
      },
    });
    expect(ran).toEqual([SHOW]);
    expect(missing).toEqual({});
    expect(data).toMatchObject({
      present: true,
      units: {
        'containerd.service': { activeState: 'active', limits: { LimitMEMLOCK: 'infinity', LimitSTACK: '67108864' } },
        'kubelet.service': { limits: { LimitMEMLOCK: 'infinity' } },
        'nvidia-imex.service': { loadState: 'masked' },
        'crio.service': { loadState: 'not-found' },
      },
      kubelet: { file: '/etc/kubernetes/kubelet/config.json', settings: { topologyManagerPolicy: 'restricted' } },
      userLimits: { '* hard memlock': 'unlimited' },
    });
    expect(Object.keys(data.units).sort()).toEqual([...UNITS].sort());
    expect(context).toMatchObject({ units: { source: 'systemctl show' } });
  });

  it('a B200 node under OpenStack: the limits of the distribution', async () => {
    const { data, missing } = await collected({ programs: { [SHOW]: shownOfAll([CONTAINERD]) } });
    expect(data.units['containerd.service']?.limits).toMatchObject({
      LimitMEMLOCK: '8388608',
      LimitNOFILE: '524288',
      LimitNOFILESoft: '1024',
    });
    expect(missing).toEqual({});
  });

  it('a unit that was left out of the answer is missing', async () => {
    const { data, missing } = await collected({ programs: { [SHOW]: CONTAINERD } });
    expect(Object.keys(data.units)).toEqual(['containerd.service']);
    expect(Object.keys(missing)).toHaveLength(UNITS.length - 1);
    expect(missing['units["kubelet.service"]']).toBe('systemctl does not say its state');
  });
});

describe('where systemd cannot be asked', () => {
  const NOT_BOOTED = {
    state: 'ran',
    status: 1,
    stdout: '',
    stderr: 'System has not been booted with systemd\n',
  } as const;

  it.each`
    case                                            | table                                                                                                                                             | why
    ${'Talos, with no systemd at all'}              | ${{}}                                                                                                                                             | ${undefined}
    ${'a container, with systemctl and no systemd'} | ${{ programs: { [SHOW]: NOT_BOOTED }, files: { '/proc/1/comm': 'sh\n' } }}                                                                        | ${undefined}
    ${'the root of a host that is mounted'}         | ${{ files: { '/proc/1/comm': 'systemd\n' } }}                                                                                                     | ${'systemd runs here, and there is no systemctl that could be run'}
    ${'a bus that does not answer'}                 | ${{ programs: { [SHOW]: { ...NOT_BOOTED, stderr: 'Failed to connect to bus' } }, files: { '/run/systemd/system/a': '' } }}                        | ${'systemd runs here, and systemctl ends with 1: "Failed to connect to bus"'}
    ${'a systemctl that hangs'}                     | ${{ programs: { [SHOW]: { state: 'refused', why: 'it did not end within 10000 ms', transient: true } }, files: { '/proc/1/comm': 'systemd\n' } }} | ${'systemd runs here, and systemctl cannot be run: it did not end within 10000 ms'}
  `('$case', async ({ table, why }) => {
    const { data, missing } = await collected(table);
    expect([data.present, data.units, missing.units]).toEqual([false, {}, why]);
  });

  it('files are read all the same', async () => {
    const { data } = await collected({
      files: { '/var/lib/kubelet/config.yaml': 'kind: KubeletConfiguration\nmaxPods: 5\n' },
    });
    expect(data.kubelet).toEqual({ file: '/var/lib/kubelet/config.yaml', settings: { maxPods: '5' } });
  });
});
