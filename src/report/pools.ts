import { compareText } from '../plain.ts';
import type { GpuPool, PlannedSetting, PlannedTaint, PoolsPlan } from '../pools/plan.ts';
import { wanted } from './readme-tuning.ts';
import { textTable } from './table.ts';

/**
 * What nodes must be, for a person who makes them.
 *
 * @param about a sentence for the first line: who makes them
 */
export function poolsText(plan: PoolsPlan, about: string): string {
  const { cluster, service, kubernetes, region, system, gpu } = plan;
  const where = [service, `Kubernetes ${kubernetes}`, ...(region ? [region] : [])].join(', ');
  return [
    `${cluster} (${where}). ${about}\n`,
    `GPU nodes\n${indented(textTable(['what', 'must be'], gpuRows(gpu)))}`,
    `System nodes: everything that is not bound to a GPU node runs there; without them nothing starts.\n${indented(
      textTable(['what', 'must be'], [['labels', labelsText(system.labels)], ...taintRows(system.taints)]),
    )}`,
    `Where it comes from\n${indented(textTable(['what', 'set by'], Object.entries(plan.provenance)))}`,
    ...settingSections(gpu.settings),
  ].join('\n');
}

function gpuRows(gpu: GpuPool): string[][] {
  const { driver, toolkit, devicePlugin, allocation } = gpu.ownership;
  const fabric = gpu.fabric === 'none' ? 'none' : `${gpu.fabric}, ${gpu.fabricInterfaces} interfaces a node`;
  return [
    ['nodes', `${gpu.count} planned`],
    [
      'machine',
      `${gpu.instanceType ?? 'any'}: ${gpu.gpusPerNode} × ${gpu.accelerator}, ${gpu.architecture}, ${gpu.machine}`,
    ],
    [
      'operating system',
      [gpu.os, gpu.osVersion, gpu.kernel && `kernel ${gpu.kernel}`, `${gpu.pageSizeKiB} KiB pages`]
        .filter(Boolean)
        .join(', '),
    ],
    ...(gpu.capacity === undefined ? [] : [['capacity', gpu.capacity]]),
    ['fabric', fabric],
    ['labels', labelsText(gpu.labels)],
    ...taintRows(gpu.taints),
    ['driver', OWNERS[driver]],
    ['container toolkit', OWNERS[toolkit]],
    [
      'device plugin',
      allocation === 'dra' ? 'none: GPUs are handed out by dynamic resource allocation' : OWNERS[devicePlugin],
    ],
  ];
}

const OWNERS: Readonly<Record<GpuPool['ownership']['driver'], string>> = {
  operator: 'not on the node: the GPU Operator installs it',
  image: 'on the node before it joins',
  provider: 'installed by the service',
};

const labelsText = (labels: PoolsPlan['system']['labels']): string =>
  Object.entries(labels)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .join(', ') || 'none';

const BY: Readonly<Record<PlannedTaint['by'], string>> = {
  pool: 'put on by the pool',
  service: 'put on by the service',
  agent: 'put on by the node agent',
};

const taintRows = (taints: readonly PlannedTaint[]): string[][] =>
  taints.map(({ key, value, effect, by, because }) => [
    'taint',
    `${key}${value === '' ? '' : `=${value}`}:${effect}, ${BY[by]}: ${because}`,
  ]);

const CARRIERS: readonly (readonly [PlannedSetting['carrier'], string])[] = [
  ['pool', 'Settings that the nodes must bring'],
  ['none', 'Settings that nothing can bring here'],
  ['agent', 'Settings that the node agent of the tree brings'],
  ['chart', 'Settings that a chart of the tree brings'],
  ['image', 'Settings that the node image has already'],
];

const settingSections = (settings: readonly PlannedSetting[]): string[] =>
  CARRIERS.flatMap(([carrier, title]) => {
    const rows = settings
      .filter((setting) => setting.carrier === carrier)
      .map((setting) => [setting.id, wanted(setting), setting.because]);
    return rows.length === 0 ? [] : [`${title}\n${indented(textTable(['setting', 'must be', 'because'], rows))}`];
  });

export const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
