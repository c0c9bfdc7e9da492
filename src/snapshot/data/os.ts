import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);

/** One word of the kernel's command line, in its order; repeats stay. */
export const bootArgument = z.strictObject({
  name: text,
  /** Absent for a flag such as `nokaslr`; quotes of the command line are taken off. */
  value: text.optional(),
  /** For `hugepages`: the size that the `hugepagesz` before it named, e.g. `2M`; `default` where none came before. */
  pageSize: text.optional(),
});
export type BootArgument = z.output<typeof bootArgument>;

/** What the operating system of a node is, and how its kernel is set. */
export const osData = z.strictObject({
  /** /etc/os-release as it stands, e.g. `{ID: ubuntu, VERSION_ID: "24.04"}`. */
  release: z.record(text, text),
  kernel: z.strictObject({
    /** e.g. `6.14.0-1018-aws-64k`. */
    release: text.optional(),
    /** As Kubernetes names it: amd64, arm64. */
    architecture: text.optional(),
  }),
  /** Memory page size. Unit: KiB. */
  pageSizeKiB: count.optional(),
  bootArguments: z.array(bootArgument),
  /** Key with dots → value with single blanks, e.g. `{net.ipv4.tcp_rmem: "4096 87380 6291456"}`. By an allow-list. */
  sysctl: z.record(text, text),
  /** Loaded modules → parameters that were read, by an allow-list of modules. */
  modules: z.record(text, z.strictObject({ parameters: z.record(text, text) })),
  /** Modules that are part of the kernel and so never loaded. */
  builtInModules: z.array(text),
  /** Pools of huge pages by size, e.g. `2M`, `512M`, `1G`. Unit: pages. */
  hugePages: z.record(text, z.strictObject({ total: count, free: count })),
  /** The choice that is active, e.g. `madvise`. */
  transparentHugePages: z.strictObject({ enabled: text.optional(), defrag: text.optional() }),
  memory: z.strictObject({ totalKiB: count.optional(), swapTotalKiB: count.optional() }),
  numa: z.strictObject({
    /** By node number. Nodes without processors are memory of devices, such as that of a Grace GPU. */
    nodes: z.record(text, z.strictObject({ cpus: text, memoryKiB: count.optional() })),
  }),
  /** How many IOMMU groups there are of each type: `identity` is pass-through, `DMA` and `DMA-FQ` translate. Empty: no IOMMU is on. */
  iommuGroups: z.record(text, count),
  cpu: z.strictObject({
    online: count.optional(),
    model: text.optional(),
    /** How many processors have each governor. Empty in most virtual machines: no cpufreq. */
    governors: z.record(text, count),
    scalingDriver: text.optional(),
    idleDriver: text.optional(),
  }),
  clockSource: z.strictObject({ current: text.optional(), available: z.array(text) }),
});
export type OsData = z.output<typeof osData>;
