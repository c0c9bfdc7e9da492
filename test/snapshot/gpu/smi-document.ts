import { type Accelerator, PRODUCTS, type Product } from './products.ts';

/** Layouts by driver branch: each differs from the one before it in elements that the collector reads. */
export const DRIVERS = {
  510: { driver: '510.47.03', cuda: '11.6', dtd: 11 },
  535: { driver: '535.54.03', cuda: '12.2', dtd: 12 },
  550: { driver: '550.163.01', cuda: '12.4', dtd: 12 },
  570: { driver: '570.148.08', cuda: '12.8', dtd: 12 },
  580: { driver: '580.105.08', cuda: '13.0', dtd: 13 },
  595: { driver: '595.91.07', cuda: '13.2', dtd: 13 },
} as const;
export type Branch = keyof typeof DRIVERS;
export const BRANCHES = [510, 535, 550, 570, 580, 595] as const satisfies readonly Branch[];

export interface SmiDocument {
  readonly accelerator: Accelerator;
  readonly branch: Branch;
  /** @default - as many as a host has */
  readonly count?: number;
  /** MIG devices of every GPU: GPU instance, compute instance, memory in MiB. @default - MIG is off */
  readonly mig?: readonly (readonly [number, number, number])[];
}

const pad = (index: number): string => index.toString(16).padStart(2, '0');
export const uuidOf = (index: number): string => `GPU-000000${pad(index)}-0000-0000-0000-0000000000${pad(index)}`;
/** `00000000:10:00.0`, `00000000:11:00.0`, … */
export const addressOf = (index: number): string => `00000000:${pad(16 + index).toUpperCase()}:00.0`;
export const RACK = '0000002a-0000-0000-0000-00000000002a';
const NO_RACK = '00000000-0000-0000-0000-000000000000';

/** An element with text, or with elements; undefined is left out. */
type Xml = readonly [name: string, inside: string | readonly (Xml | undefined)[]];

/** What `nvidia-smi -q -x` of a driver prints of a host. The sources of the layouts stand beside the code that reads them. */
export function smiDocument({ accelerator, branch, count = PRODUCTS[accelerator].count, mig }: SmiDocument): string {
  const { driver, cuda, dtd } = DRIVERS[branch];
  const gpus = Array.from({ length: count }, (_, index) => {
    const inside = gpuOf(PRODUCTS[accelerator], branch, index, mig)
      .map((each) => lines(each, 2))
      .join('');
    return `\t<gpu id="${addressOf(index)}">\n${inside}\t</gpu>\n`;
  });
  const head: readonly Xml[] = [
    ['timestamp', 'Fri Aug 21 08:54:01 2026'],
    ['driver_version', driver],
    ['cuda_version', cuda],
    ['attached_gpus', String(count)],
  ];
  const declaration = `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v${dtd}.dtd">\n`;
  const log = `<nvidia_smi_log>\n${head.map((each) => lines(each, 1)).join('')}${gpus.join('')}\n</nvidia_smi_log>\n`;
  return `${declaration}${log}`;
}

function lines([name, inside]: Xml, depth: number): string {
  const tabs = '\t'.repeat(depth);
  if (typeof inside === 'string') return `${tabs}<${name}>${inside}</${name}>\n`;
  const children = inside.map((child) => (child === undefined ? '' : lines(child, depth + 1))).join('');
  return `${tabs}<${name}>\n${children}${tabs}</${name}>\n`;
}

const DEPRECATED = 'Requested functionality has been deprecated';

function gpuOf(product: Product, branch: Branch, index: number, mig: SmiDocument['mig']): Xml[] {
  const since = (first: Branch, xml: Xml): Xml[] => (branch >= first ? [xml] : []);
  const mode = product.mig ? (mig === undefined ? 'Disabled' : 'Enabled') : 'N/A';
  const bus = addressOf(index);
  return [
    ['product_name', product.name],
    ['product_brand', 'NVIDIA'],
    ['product_architecture', product.architecture],
    ['display_mode', branch >= 580 ? DEPRECATED : 'Enabled'],
    ['display_active', 'Disabled'],
    ['persistence_mode', 'Enabled'],
    ...since(535, ['addressing_mode', product.addressing]),
    [
      'mig_mode',
      [
        ['current_mig', mode],
        ['pending_mig', mode],
      ],
    ],
    mig === undefined ? ['mig_devices', '\n\t\t\tNone\n\t\t'] : ['mig_devices', mig.map(migDevice)],
    ['serial', String(1_650_000_000_000 + index)],
    ['uuid', uuidOf(index)],
    ['minor_number', String(index)],
    ['vbios_version', product.vbios],
    ['gsp_firmware_version', DRIVERS[branch].driver],
    ...since(570, ['gpu_recovery_action', 'None']),
    [
      'pci',
      [
        ['pci_bus_id', bus],
        [
          'pci_gpu_link_info',
          [
            [
              'pcie_gen',
              [
                ['max_link_gen', String(product.pcie)],
                ['current_link_gen', String(product.pcie)],
              ],
            ],
            [
              'link_widths',
              [
                ['max_link_width', '16x'],
                ['current_link_width', '16x'],
              ],
            ],
          ],
        ],
        ['tx_util', '0 KB/s'],
      ],
    ],
    ['fan_speed', 'N/A'],
    [
      'fb_memory_usage',
      [
        ['total', `${product.memoryMiB} MiB`],
        ['reserved', '480 MiB'],
        ['used', '0 MiB'],
      ],
    ],
    [
      'bar1_memory_usage',
      [
        ['total', '131072 MiB'],
        ['used', '1 MiB'],
      ],
    ],
    ['compute_mode', 'Default'],
    [
      'ecc_mode',
      [
        ['current_ecc', 'Enabled'],
        ['pending_ecc', 'Enabled'],
      ],
    ],
    [
      'ecc_errors',
      [
        ['volatile', eccCounts(branch, mig !== undefined)],
        ['aggregate', eccCounts(branch, false)],
      ],
    ],
    ['remapped_rows', mig !== undefined ? 'N/A' : remappedRows(branch)],
    branch >= 535
      ? [
          'gpu_power_readings',
          [['power_state', branch >= 595 ? DEPRECATED : 'P0'], ...powerLimit('current_power_limit', product)],
        ]
      : ['power_readings', [['power_state', 'P0'], ...powerLimit('power_limit', product)]],
    [
      'clocks',
      [
        ['graphics_clock', '345 MHz'],
        ['mem_clock', '2619 MHz'],
      ],
    ],
    ...since(535, ['fabric', fabric(product, branch)]),
    [
      'supported_clocks',
      [
        [
          'supported_mem_clock',
          [
            ['value', '2619 MHz'],
            ['supported_graphics_clock', '1980 MHz'],
          ],
        ],
      ],
    ],
    ['processes', '\n\t\t'],
    ['accounted_processes', '\n\t\t'],
  ];
}

const powerLimit = (name: string, { powerWatts }: Product): Xml[] => [
  [name, `${powerWatts}.00 W`],
  ['default_power_limit', `${powerWatts}.00 W`],
];

const migDevice = (
  [gpuInstance, computeInstance, memoryMiB]: readonly [number, number, number],
  index: number,
): Xml => [
  'mig_device',
  [
    ['index', String(index)],
    ['gpu_instance_id', String(gpuInstance)],
    ['compute_instance_id', String(computeInstance)],
    [
      'device_attributes',
      [
        [
          'shared',
          [
            ['multiprocessor_count', '16'],
            ['copy_engine_count', '1'],
          ],
        ],
      ],
    ],
    ['ecc_error_count', [['volatile_count', [['sram_uncorrectable', '0']]]]],
    [
      'fb_memory_usage',
      [
        ['total', `${memoryMiB} MiB`],
        ['used', '13 MiB'],
      ],
    ],
  ],
];

function eccCounts(branch: Branch, unavailable: boolean): Xml[] {
  const count = unavailable ? 'N/A' : '0';
  const sram = branch >= 550 ? ['sram_uncorrectable_parity', 'sram_uncorrectable_secded'] : ['sram_uncorrectable'];
  return ['sram_correctable', ...sram, 'dram_correctable', 'dram_uncorrectable'].map((name) => [name, count]);
}

const remappedRows = (branch: Branch): Xml[] => [
  ['remapped_row_corr', '0'],
  ...(branch >= 595 ? ([['remapped_row_corr_inactive', '0']] as const) : []),
  ['remapped_row_unc', '0'],
  ...(branch >= 595 ? ([['remapped_row_unc_inactive', '0']] as const) : []),
  ['remapped_row_pending', 'No'],
  ['remapped_row_failure', 'No'],
  [
    'row_remapper_histogram',
    [
      ['row_remapper_histogram_max', '2560 bank(s)'],
      ['row_remapper_histogram_none', '0 bank(s)'],
    ],
  ],
];

function fabric({ fabric: kind }: Product, branch: Branch): Xml[] {
  const has = kind !== 'none';
  const words: Xml[] = [
    ['state', has ? 'Completed' : 'N/A'],
    ['status', has ? 'Success' : 'N/A'],
  ];
  if (branch < 550) return words;
  return [
    ...words,
    ['cliqueId', kind === 'rack' ? '32766' : has ? '0' : 'N/A'],
    ['clusterUuid', kind === 'rack' ? RACK : has ? NO_RACK : 'N/A'],
    [
      'health',
      [
        ...(branch >= 580 ? ([['summary', has ? 'Healthy' : 'N/A']] as const) : []),
        ['bandwidth', has ? 'Full' : 'N/A'],
      ],
    ],
  ];
}
