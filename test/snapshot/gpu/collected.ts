import { expect } from 'vitest';
import type { Collected } from '../../../src/contract/collector.ts';
import { parsePath } from '../../../src/path.ts';
import { type GpuData, gpuData } from '../../../src/snapshot/data/gpu.ts';
import { gpuCollector } from '../../../src/snapshot/gpu/collector.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';
import { addressOf } from './smi-document.ts';

/** What a machine answers is parsed by the schema, and every path that is missing is a path. */
export async function collected(parts: MachineTable): Promise<Collected<GpuData>> {
  const found = await gpuCollector.collect({
    machine: aMachine(parts),
    ask: async () => ({ state: 'silent', why: 'no network here' }),
    cluster: () => Promise.reject(new Error('no cluster here')),
    before: {},
    given: {},
    signal: new AbortController().signal,
    progress: () => {},
  });
  expect(gpuData.parse(found.data)).toEqual(found.data);
  for (const path of [...Object.keys(found.missing), ...Object.keys(found.context)])
    expect(parsePath(path)).toBeDefined();
  return found;
}

export const PCI = '/sys/bus/pci/devices';

/** GPUs on the PCI bus, with the addresses that `smiDocument` gives them. */
export function onBus(count: number, { vendor = '0x10de', kind = '0x030200', driver = 'nvidia' } = {}): MachineTable {
  const folders = Array.from({ length: count }, (_, i) => `${PCI}/${addressOf(i).slice(4).toLowerCase()}`);
  const files = folders.flatMap((folder) => [
    [`${folder}/vendor`, `${vendor}\n`],
    [`${folder}/class`, `${kind}\n`],
  ]);
  const links = folders.map((folder) => [`${folder}/driver`, `../../../bus/pci/drivers/${driver}`]);
  return { files: Object.fromEntries(files), links: driver === '' ? {} : Object.fromEntries(links) };
}
