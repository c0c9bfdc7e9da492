import { type Accelerator, PRODUCTS } from './products.ts';
import { uuidOf } from './smi-document.ts';

const ESC = String.fromCharCode(27);

export interface Host {
  readonly accelerator: Accelerator;
  /** @default - as many as a host has */
  readonly gpus?: number;
  /** @default 0 */
  readonly nics?: number;
}

/** What `nvidia-smi topo -m` prints from 515 on: GPUs of a board by NVLink, cards by the host, one NIC beside each GPU. */
export function topologyText({ accelerator, gpus = PRODUCTS[accelerator].count, nics = 0 }: Host): string {
  const { links } = PRODUCTS[accelerator];
  const names = [...numbered('GPU', gpus), ...numbered('NIC', nics)];
  const near = (a: number, b: number): boolean => a < gpus / 2 === b < gpus / 2;
  const place = (i: number): number => (i < gpus ? i : i - gpus);
  const between = (i: number, j: number): string => {
    if (i === j) return ' X ';
    if (i < gpus && j < gpus && links > 0) return `NV${links}`;
    if (place(i) === place(j)) return 'PXB';
    return near(place(i), place(j)) ? 'NODE' : 'SYS';
  };
  const rows = names.map((name, i) => {
    const cells = names.map((_, j) => between(i, j));
    const beside =
      i >= gpus
        ? ['', '', '', '']
        : [near(i, 0) ? '0-55,112-167' : '56-111,168-223', near(i, 0) ? '0' : '1', '', 'N/A'];
    return [name, ...cells, ...beside].join('\t');
  });
  const header = `\t${ESC}[4m${[...names, 'CPU Affinity', 'NUMA Affinity', 'GPU NUMA ID'].join('\t')}${ESC}[0m`;
  const nicLegend = ['NIC Legend:', '', ...numbered('NIC', nics).map((name, i) => `  ${name}: mlx5_${i}`), ''];
  return [header, ...rows, '', ...LEGEND, '', ...(nics > 0 ? nicLegend : []), ''].join('\n');
}

const numbered = (what: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${what}${i}`);

const LEGEND = [
  'Legend:',
  '',
  '  X    = Self',
  '  SYS  = Connection traversing PCIe as well as the SMP interconnect between NUMA nodes (e.g., QPI/UPI)',
  '  NODE = Connection traversing PCIe as well as the interconnect between PCIe Host Bridges within a NUMA node',
  '  PHB  = Connection traversing PCIe as well as a PCIe Host Bridge (typically the CPU)',
  '  PXB  = Connection traversing multiple PCIe bridges (without traversing the PCIe Host Bridge)',
  '  PIX  = Connection traversing at most a single PCIe bridge',
  '  NV#  = Connection traversing a bonded set of # NVLinks',
];

/** What `nvidia-smi nvlink -s` prints: every link of every GPU, and for cards their names alone. */
export function nvlinkText(
  { accelerator, gpus = PRODUCTS[accelerator].count }: Host,
  down: readonly number[] = [],
): string {
  const { name, links, speedGBps } = PRODUCTS[accelerator];
  return numbered('', gpus)
    .map((_, i) => {
      const each = numbered('', links).map(
        (_, link) => `\t Link ${link}: ${i === 0 && down.includes(link) ? '<inactive>' : `${speedGBps} GB/s`}\n`,
      );
      return `GPU ${i}: ${name} (UUID: ${uuidOf(i)})\n${each.join('')}`;
    })
    .join('');
}
