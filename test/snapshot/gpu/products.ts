/** What nvidia-smi says of one product. */
export interface Product {
  readonly name: string;
  readonly architecture: string;
  readonly memoryMiB: number;
  readonly powerWatts: number;
  readonly vbios: string;
  /** MIG can be turned on. */
  readonly mig: boolean;
  readonly addressing: string;
  /** PCIe generation that the slot of the usual host gives. */
  readonly pcie: number;
  /** NVLink: links of a GPU and GB/s of each; none for cards. */
  readonly links: number;
  readonly speedGBps: number;
  /** It registers in an NVLink fabric, of one board or of a rack. */
  readonly fabric: 'none' | 'board' | 'rack';
  /** GPUs of a host. */
  readonly count: number;
}

/**
 * Every accelerator that the recipes know, and B300 and GB300 beside them.
 *
 * Names, memory, power, VBIOS and generations: captures of real nodes in NVIDIA/k8s-test-infra
 * (tests/e2e/go/assertions/nvidiasmi/testdata/hardware/README.md, August 2026) for all but H200, B300 and L4, whose name, memory and power are
 * those of nvidia-smi tables in public reports. Links and speeds: `nvidia-smi nvlink -s` of the same kind of sources.
 */
export const PRODUCTS = {
  a100: {
    name: 'NVIDIA A100-SXM4-40GB',
    architecture: 'Ampere',
    memoryMiB: 40960,
    powerWatts: 400,
    vbios: '92.00.45.00.03',
    mig: true,
    addressing: 'HMM',
    pcie: 4,
    links: 12,
    speedGBps: 25,
    fabric: 'none',
    count: 8,
  },
  h100: {
    name: 'NVIDIA H100 80GB HBM3',
    architecture: 'Hopper',
    memoryMiB: 81559,
    powerWatts: 700,
    vbios: '96.00.99.00.01',
    mig: true,
    addressing: 'HMM',
    pcie: 5,
    links: 18,
    speedGBps: 26.562,
    fabric: 'board',
    count: 8,
  },
  h200: {
    name: 'NVIDIA H200',
    architecture: 'Hopper',
    memoryMiB: 143771,
    powerWatts: 700,
    vbios: '96.00.BC.00.01',
    mig: true,
    addressing: 'HMM',
    pcie: 5,
    links: 18,
    speedGBps: 26.562,
    fabric: 'board',
    count: 8,
  },
  b200: {
    name: 'NVIDIA B200',
    architecture: 'Blackwell',
    memoryMiB: 183359,
    powerWatts: 1000,
    vbios: '97.00.FA.00.09',
    mig: true,
    addressing: 'None',
    pcie: 5,
    links: 18,
    speedGBps: 53.125,
    fabric: 'board',
    count: 8,
  },
  b300: {
    name: 'NVIDIA B300 SXM6 AC',
    architecture: 'Blackwell',
    memoryMiB: 275040,
    powerWatts: 1100,
    vbios: '97.10.4A.00.01',
    mig: true,
    addressing: 'HMM',
    pcie: 6,
    links: 18,
    speedGBps: 53.125,
    fabric: 'board',
    count: 8,
  },
  gb200: {
    name: 'NVIDIA GB200',
    architecture: 'Blackwell',
    memoryMiB: 189471,
    powerWatts: 1200,
    vbios: '97.00.B9.00.69',
    mig: true,
    addressing: 'ATS',
    pcie: 5,
    links: 18,
    speedGBps: 53.125,
    fabric: 'rack',
    count: 4,
  },
  gb300: {
    name: 'NVIDIA GB300',
    architecture: 'Blackwell',
    memoryMiB: 284208,
    powerWatts: 1400,
    vbios: '97.10.4A.00.1A',
    mig: true,
    addressing: 'ATS',
    pcie: 6,
    links: 18,
    speedGBps: 53.125,
    fabric: 'rack',
    count: 4,
  },
  l4: {
    name: 'NVIDIA L4',
    architecture: 'Ada Lovelace',
    memoryMiB: 23034,
    powerWatts: 72,
    vbios: '95.04.29.00.06',
    mig: false,
    addressing: 'HMM',
    pcie: 4,
    links: 0,
    speedGBps: 0,
    fabric: 'none',
    count: 1,
  },
  l40s: {
    name: 'NVIDIA L40S',
    architecture: 'Ada Lovelace',
    memoryMiB: 46068,
    powerWatts: 350,
    vbios: '95.02.66.00.15',
    mig: false,
    addressing: 'HMM',
    pcie: 4,
    links: 0,
    speedGBps: 0,
    fabric: 'none',
    count: 4,
  },
} as const satisfies Record<string, Product>;

export type Accelerator = keyof typeof PRODUCTS;
export const ACCELERATORS = Object.keys(PRODUCTS) as readonly Accelerator[];
