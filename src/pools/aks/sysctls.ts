import type { SysctlFields } from './resource-types.ts';

/** A sysctl that an agent pool has a field for. */
export interface SysctlRow {
  readonly field: keyof SysctlFields;
  /**
   * Smallest and largest value that AKS takes. The API does not check it: a wrong value keeps nodes from coming up.
   * Absent where none is documented: then nothing is sent.
   */
  readonly range?: readonly [min: number, max: number];
  /** What images have by themselves, by system and version. Absent where it follows from the memory of the machine. */
  readonly images?: Readonly<Record<string, number>>;
}

/** The same in Ubuntu 24.04 and Azure Linux 3.0. */
const both = (value: number) => ({ 'ubuntu 24.04': value, 'azurelinux 3.0': value });

/**
 * Sysctls of `linuxOSConfig.sysctls` that are one number.
 *
 * @see https://learn.microsoft.com/azure/aks/custom-node-configuration-reference#linux-custom-os-configuration-parameters (August 2026)
 */
export const SYSCTLS: Readonly<Record<string, SysctlRow>> = {
  'fs.aio-max-nr': { field: 'fsAioMaxNr', range: [65_536, 6_553_500], images: both(65_536) },
  // Up to 2^63 - 1, which images have; numbers of JSON end before.
  'fs.file-max': { field: 'fsFileMax', range: [8192, Number.MAX_SAFE_INTEGER], images: both(2 ** 63) },
  'fs.inotify.max_user_watches': {
    field: 'fsInotifyMaxUserWatches',
    range: [781_250, 2_097_152],
    images: both(1_048_576),
  },
  'fs.nr_open': {
    field: 'fsNrOpen',
    range: [8192, 20_000_500],
    images: { 'ubuntu 24.04': 1_048_576, 'azurelinux 3.0': 1_073_741_816 },
  },
  'kernel.threads-max': { field: 'kernelThreadsMax' },
  'net.core.netdev_max_backlog': { field: 'netCoreNetdevMaxBacklog', range: [1000, 3_240_000], images: both(1000) },
  'net.core.optmem_max': {
    field: 'netCoreOptmemMax',
    range: [20_480, 4_194_304],
    images: { 'ubuntu 24.04': 131_072, 'azurelinux 3.0': 20_480 },
  },
  // Both defaults: hashicorp/terraform-provider-azurerm, documentation of kubernetes_cluster_node_pool, sysctl_config.
  'net.core.rmem_default': { field: 'netCoreRmemDefault', range: [212_992, 134_217_728] },
  'net.core.wmem_default': { field: 'netCoreWmemDefault', range: [212_992, 134_217_728] },
  'net.core.rmem_max': {
    field: 'netCoreRmemMax',
    range: [212_992, 134_217_728],
    images: { 'ubuntu 24.04': 1_048_576, 'azurelinux 3.0': 212_992 },
  },
  'net.core.wmem_max': { field: 'netCoreWmemMax', range: [212_992, 134_217_728], images: both(212_992) },
  'net.core.somaxconn': { field: 'netCoreSomaxconn', range: [4096, 3_240_000], images: both(16_384) },
  'net.ipv4.neigh.default.gc_thresh1': {
    field: 'netIpv4NeighDefaultGcThresh1',
    range: [128, 80_000],
    images: both(4096),
  },
  'net.ipv4.neigh.default.gc_thresh2': {
    field: 'netIpv4NeighDefaultGcThresh2',
    range: [512, 90_000],
    images: both(8192),
  },
  'net.ipv4.neigh.default.gc_thresh3': {
    field: 'netIpv4NeighDefaultGcThresh3',
    range: [1024, 100_000],
    images: both(16_384),
  },
  'net.ipv4.tcp_fin_timeout': { field: 'netIpv4TcpFinTimeout', range: [5, 120], images: both(60) },
  'net.ipv4.tcp_keepalive_intvl': { field: 'netIpv4TcpkeepaliveIntvl', range: [10, 90], images: both(75) },
  'net.ipv4.tcp_keepalive_probes': { field: 'netIpv4TcpKeepaliveProbes', range: [1, 15], images: both(9) },
  'net.ipv4.tcp_keepalive_time': { field: 'netIpv4TcpKeepaliveTime', range: [30, 432_000], images: both(7200) },
  'net.ipv4.tcp_max_syn_backlog': { field: 'netIpv4TcpMaxSynBacklog', range: [128, 3_240_000], images: both(16_384) },
  'net.ipv4.tcp_max_tw_buckets': {
    field: 'netIpv4TcpMaxTwBuckets',
    range: [8000, 1_440_000],
    images: { 'ubuntu 24.04': 262_144, 'azurelinux 3.0': 131_072 },
  },
  'net.netfilter.nf_conntrack_buckets': { field: 'netNetfilterNfConntrackBuckets', range: [65_536, 524_288] },
  'net.netfilter.nf_conntrack_max': { field: 'netNetfilterNfConntrackMax', range: [131_072, 2_097_152] },
  'vm.max_map_count': { field: 'vmMaxMapCount', images: both(1_048_576) },
  'vm.swappiness': { field: 'vmSwappiness', range: [0, 100], images: both(60) },
  'vm.vfs_cache_pressure': { field: 'vmVfsCachePressure', range: [1, 100], images: both(100) },
};
