import { describe, expect, it } from 'vitest';
import { CollectFailure } from '../../../src/contract/collector.ts';
import { osCollector } from '../../../src/snapshot/os/collector.ts';
import { aMachine, aroundMachine, type MachineTable } from '../a-machine.ts';
import { B200, GB200, H100 } from './observed-nodes.ts';

async function collected(table: MachineTable) {
  const { data, missing, context } = await osCollector.collect(aroundMachine(aMachine(table)));
  expect(osCollector.schema.parse(data)).toEqual(data);
  return { data, missing, context };
}

/** The table with other files; null takes one away. */
const withFiles = (table: MachineTable, files: Record<string, string | { refused: string } | null>): MachineTable => ({
  ...table,
  files: Object.fromEntries(
    Object.entries({ ...table.files, ...files }).flatMap(([path, file]) => (file === null ? [] : [[path, file]])),
  ),
});

describe('nodes as they were observed', () => {
  it('GB200 on EKS', async () => {
    const { data, missing, context } = await collected(GB200);
    expect(data).toMatchObject({
      release: { ID: 'ubuntu', VERSION_ID: '24.04' },
      kernel: { release: '6.14.0-1018-aws-64k', architecture: 'arm64' },
      pageSizeKiB: 64,
      sysctl: { 'kernel.numa_balancing': '0', 'vm.nr_hugepages': '0', 'net.ipv4.tcp_rmem': '4096 131072 33554432' },
      modules: {
        nvidia: { parameters: { NVreg_CoherentGPUMemoryMode: 'driver' } },
        nvidia_uvm: { parameters: { uvm_disable_hmm: 'N' } },
        efa: {},
      },
      builtInModules: ['ext4', 'nvme_core'],
      hugePages: { '2M': { total: 5128, free: 4000 }, '512M': { total: 0, free: 0 }, '16G': { total: 0, free: 0 } },
      transparentHugePages: { enabled: 'madvise', defrag: 'madvise' },
      memory: { totalKiB: 933921152, swapTotalKiB: 0 },
      numa: { nodes: { 0: { cpus: '0-71', memoryKiB: 466960576 }, 1: { cpus: '72-143', memoryKiB: 466960576 } } },
      iommuGroups: { identity: 2, 'DMA-FQ': 1 },
      cpu: { online: 144, model: 'implementer 0x41 part 0xd4f' },
      clockSource: { current: 'arch_sys_counter', available: ['arch_sys_counter'] },
    });
    expect(Object.keys(data.modules)).not.toContain('nvidia_peermem');
    expect([data.modules.efa?.parameters, data.cpu.governors]).toEqual([{}, {}]);
    expect(data.bootArguments).toContainEqual({ name: 'hugepages', value: '5128', pageSize: '2M' });
    expect(missing).toEqual({
      'modules.efa.parameters.secret_to_us': '/sys/module/efa/parameters/secret_to_us: permission is denied',
    });
    expect(context).toMatchObject({
      pageSizeKiB: { source: 'getconf PAGESIZE', unit: 'KiB' },
      bootArguments: { source: '/proc/cmdline' },
      'sysctl["kernel.numa_balancing"]': { source: '/proc/sys/kernel/numa_balancing' },
      'hugePages.2M': { source: '/sys/kernel/mm/hugepages/hugepages-2048kB', unit: 'pages' },
    });
  });

  it('H100 on EKS, without getconf', async () => {
    const { data, missing } = await collected(H100);
    expect(data).toMatchObject({
      kernel: { release: '6.8.0-1024-aws', architecture: 'amd64' },
      pageSizeKiB: 4,
      hugePages: { '2M': { total: 21121 }, '1G': { total: 0 } },
      cpu: {
        online: 97,
        model: 'AMD EPYC 7R13 Processor',
        governors: { performance: 2, powersave: 1 },
        scalingDriver: 'amd-pstate-epp',
        idleDriver: undefined,
      },
    });
    expect([data.iommuGroups, data.numa.nodes]).toEqual([{}, {}]);
    expect(data.bootArguments).toContainEqual({ name: 'hugepages', value: '5128', pageSize: 'default' });
    expect(Object.keys(missing)).toEqual(['builtInModules']);
  });

  it('B200 under OpenStack: what cannot be had is missing, and has no value', async () => {
    const { data, missing } = await collected(B200);
    expect(data).toMatchObject({ release: { ID: 'ubuntu' }, sysctl: { 'vm.max_map_count': '1048576' } });
    expect(data.bootArguments.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'console=tty0',
      'console=ttyS0,115200n8',
    ]);
    expect(data.modules).toEqual({});
    expect(missing).toEqual({
      'kernel.architecture': 'neither /proc/sys/kernel/arch nor uname says it',
      pageSizeKiB: 'getconf does not say it, and neither does /proc/self/smaps',
      builtInModules: expect.stringContaining('/lib/modules/6.8.0-71-generic/modules.builtin'),
      'memory.swapTotalKiB': '/proc/meminfo has no SwapTotal',
    });
  });
});

const SHUT = { refused: 'permission is denied' };

it.each`
  file                                                                  | text                | path
  ${'/proc/cmdline'}                                                    | ${SHUT}             | ${'bootArguments'}
  ${'/proc/modules'}                                                    | ${SHUT}             | ${'modules'}
  ${'/proc/modules'}                                                    | ${'nvidia 1 2 - L'} | ${'modules'}
  ${'/proc/meminfo'}                                                    | ${SHUT}             | ${'memory'}
  ${'/proc/meminfo'}                                                    | ${'MemTotal: x'}    | ${'memory.totalKiB'}
  ${'/proc/sys/vm/nr_hugepages'}                                        | ${SHUT}             | ${'sysctl["vm.nr_hugepages"]'}
  ${'/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'}           | ${'many'}           | ${'hugePages.2M'}
  ${'/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages'}         | ${null}             | ${'hugePages.2M'}
  ${'/sys/kernel/mm/transparent_hugepage/enabled'}                      | ${'always never'}   | ${'transparentHugePages.enabled'}
  ${'/sys/kernel/iommu_groups/1/type'}                                  | ${SHUT}             | ${'iommuGroups'}
  ${'/sys/devices/system/node/node1/meminfo'}                           | ${'none'}           | ${'numa.nodes.1.memoryKiB'}
  ${'/sys/devices/system/node/node1/cpulist'}                           | ${SHUT}             | ${'numa.nodes.1'}
  ${'/sys/devices/system/cpu/online'}                                   | ${'0-'}             | ${'cpu.online'}
  ${'/sys/devices/system/clocksource/clocksource0/current_clocksource'} | ${SHUT}             | ${'clockSource.current'}
`('of $file with $text, $path is missing and has no value', async ({ file, text, path }) => {
  const before = await collected(GB200);
  const { data, missing } = await collected(withFiles(GB200, { [file]: text }));
  expect(Object.keys(missing).filter((key) => !(key in before.missing))).toContain(path);
  expect(JSON.stringify(data)).not.toBe(JSON.stringify(before.data));
});

it('a governor that one processor does not say makes no count of the others', async () => {
  const file = '/sys/devices/system/cpu/cpu2/cpufreq/scaling_governor';
  const { data, missing } = await collected(withFiles(H100, { [file]: SHUT }));
  expect([data.cpu.governors, Object.keys(missing)]).toEqual([{}, ['builtInModules', 'cpu.governors']]);
});

it('of a group whose type an old kernel does not say, all are unknown', async () => {
  const { data, missing } = await collected(
    withFiles(GB200, { '/sys/kernel/iommu_groups/1/type': null, '/sys/kernel/iommu_groups/1/name': 'x' }),
  );
  expect([data.iommuGroups, missing.iommuGroups]).toEqual([
    {},
    'the type of a group cannot be had: this kernel does not say it',
  ]);
});

it('without /sys what lies there is missing, and not nothing', async () => {
  const files = Object.fromEntries(Object.entries(GB200.files ?? {}).filter(([path]) => !path.startsWith('/sys/')));
  const { missing } = await collected({ files, programs: GB200.programs });
  expect(missing).toMatchObject({
    hugePages: '/sys is not there',
    iommuGroups: '/sys is not there',
    cpu: '/sys is not there',
  });
});

it('fails on what is no Linux machine', async () => {
  const attempt = osCollector.collect(aroundMachine(aMachine({ files: { '/etc/os-release': 'ID=x' } })));
  await expect(attempt).rejects.toThrow(CollectFailure);
});
