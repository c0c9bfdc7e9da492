import type { MachineTable } from '../a-machine.ts';

/** Files of a folder, by name. */
export const below = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

const UBUNTU = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\n';
const pool = (kib: number, total: number, free: number): Record<string, string> =>
  below(`/sys/kernel/mm/hugepages/hugepages-${kib}kB`, { nr_hugepages: `${total}\n`, free_hugepages: `${free}\n` });
const sysctl = (values: Readonly<Record<string, string>>): Record<string, string> => below('/proc/sys', values);

/** GB200 on EKS: a 64K kernel on Arm, so no 1G pool, a default pool of 512M pages, and GPU memory that is no NUMA node. */
export const GB200: MachineTable = {
  files: {
    '/etc/os-release': UBUNTU,
    '/proc/cmdline':
      'BOOT_IMAGE=/vmlinuz-6.14.0-1018-aws-64k root=PARTUUID=5b3a-01 ro hugepagesz=2M hugepages=5128 init_on_alloc=0 nokaslr numa_balancing=disable audit=1 panic=-1\n',
    '/proc/modules': `nvidia_uvm 6225920 4 - Live 0xffffc1e0a2000000 (OE)
nvidia 16515072 91 nvidia_uvm,nvidia_modeset, Live 0xffffc1e0a0000000 (OE)
efa 196608 0 - Live 0xffffc1e0a3000000
nvidia_peermem 131072 0 - Loading 0xffffc1e0a4000000 (OE+)
`,
    '/sys/module/nvidia/parameters/NVreg_CoherentGPUMemoryMode': 'driver\n',
    '/sys/module/nvidia_uvm/parameters/uvm_disable_hmm': 'N\n',
    '/sys/module/efa/parameters/secret_to_us': { refused: 'permission is denied' },
    '/lib/modules/6.14.0-1018-aws-64k/modules.builtin':
      'kernel/fs/ext4/ext4.ko\nkernel/drivers/nvme/host/nvme-core.ko\n',
    '/proc/meminfo': 'MemTotal:       933921152 kB\nMemFree:        900000000 kB\nSwapTotal:             0 kB\n',
    '/proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd4f\n',
    '/sys/devices/system/cpu/online': '0-143\n',
    '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
    '/sys/kernel/mm/transparent_hugepage/defrag': 'always defer defer+madvise [madvise] never\n',
    '/sys/kernel/iommu_groups/0/type': 'identity\n',
    '/sys/kernel/iommu_groups/1/type': 'DMA-FQ\n',
    '/sys/kernel/iommu_groups/2/type': 'identity\n',
    ...pool(2048, 5128, 4000),
    ...pool(524288, 0, 0),
    ...pool(16777216, 0, 0),
    ...sysctl({
      'kernel/osrelease': '6.14.0-1018-aws-64k\n',
      'kernel/arch': 'aarch64\n',
      'kernel/numa_balancing': '0\n',
      'vm/nr_hugepages': '0\n',
      'net/ipv4/tcp_rmem': '4096\t131072\t33554432\n',
    }),
    ...below('/sys/devices/system/node', {
      'node0/cpulist': '0-71\n',
      'node0/meminfo': 'Node 0 MemTotal:       466960576 kB\nNode 0 MemFree:        450000000 kB\n',
      'node1/cpulist': '72-143\n',
      'node1/meminfo': 'Node 1 MemTotal:       466960576 kB\n',
    }),
    ...below('/sys/devices/system/clocksource/clocksource0', {
      current_clocksource: 'arch_sys_counter\n',
      available_clocksource: 'arch_sys_counter \n',
    }),
  },
  programs: { 'getconf PAGESIZE': '65536\n' },
};

/** H100 on EKS: huge pages on a 4K kernel, made larger by the installer of EFA; numa_balancing is on. */
export const H100: MachineTable = {
  files: {
    '/etc/os-release': UBUNTU,
    '/proc/cmdline': 'root=PARTUUID=1 ro hugepages=5128 hugepagesz=2M nokaslr\n',
    '/proc/modules':
      'nvidia 9760768 84 nvidia_uvm,nvidia_modeset, Live 0xffffffffc0a00000 (POE)\nefa_nv_peermem 16384 0 [permanent], Live 0x0000000000000000\n',
    '/proc/meminfo': 'MemTotal:       2097152000 kB\nSwapTotal:             0 kB\n',
    '/proc/cpuinfo': 'processor\t: 0\nmodel name\t: AMD EPYC 7R13 Processor\n',
    '/proc/self/smaps':
      '7f00-7f01 r--p 00000000 00:00 0\nKernelPageSize:     2048 kB\n5500-5501 r--p\nKernelPageSize:        4 kB\nMMUPageSize:           4 kB\n',
    '/sys/devices/system/cpu/online': '0-95,97\n',
    '/sys/devices/system/cpu/cpuidle/current_driver': 'none\n',
    ...below('/sys/devices/system/cpu', {
      'cpu0/cpufreq/scaling_governor': 'performance\n',
      'cpu0/cpufreq/scaling_driver': 'amd-pstate-epp\n',
      'cpu1/cpufreq/scaling_governor': 'performance\n',
      'cpu2/cpufreq/scaling_governor': 'powersave\n',
      'cpu96/cpufreq/scaling_governor': 'that of a processor that is offline\n',
    }),
    ...pool(2048, 21121, 21121),
    ...pool(1048576, 0, 0),
    ...sysctl({ 'kernel/osrelease': '6.8.0-1024-aws\n', 'kernel/numa_balancing': '1\n', 'vm/nr_hugepages': '21121\n' }),
  },
  programs: { 'uname -m': 'x86_64\n' },
};

/** B200 under OpenStack: nothing is tuned at boot; a kernel without modules, to have seen one. */
export const B200: MachineTable = {
  files: {
    '/usr/lib/os-release': UBUNTU,
    '/proc/cmdline': 'console=tty0 console=ttyS0,115200n8\n',
    '/proc/meminfo': 'MemTotal:       2113000000 kB\n',
    '/sys/devices/system/cpu/online': '0-223\n',
    ...sysctl({
      'kernel/osrelease': '6.8.0-71-generic\n',
      'kernel/numa_balancing': '0\n',
      'vm/max_map_count': '1048576\n',
    }),
  },
  programs: { 'uname -m': { state: 'refused', why: 'it did not end within 10000 ms', transient: true } },
};
