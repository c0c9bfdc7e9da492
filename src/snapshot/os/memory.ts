import type { OsData } from '../data/os.ts';
import { type Gathering, wholeNumber } from '../gathering.ts';

const MEMINFO = '/proc/meminfo';
const NODES = '/sys/devices/system/node';

export async function memory(gathering: Gathering): Promise<OsData['memory']> {
  const text = await gathering.text(['memory'], MEMINFO, 'KiB');
  if (text === undefined) return {};
  const field = (key: string, name: string): number | undefined => {
    const value = memoryField(text, name);
    if (value === undefined) gathering.miss(['memory', key], `${MEMINFO} has no ${name}`);
    return value;
  };
  return { totalKiB: field('totalKiB', 'MemTotal'), swapTotalKiB: field('swapTotalKiB', 'SwapTotal') };
}

/** Processors and memory of each NUMA node. A kernel without NUMA has no nodes. */
export async function numaNodes(gathering: Gathering): Promise<OsData['numa']['nodes']> {
  const names = (await gathering.machine.list(NODES)).filter((name) => /^node\d+$/.test(name));
  const nodes = await Promise.all(
    names.map(async (name): Promise<[string, OsData['numa']['nodes'][string]][]> => {
      const number = name.slice('node'.length);
      const path = ['numa', 'nodes', number];
      const cpus = await gathering.text(path, `${NODES}/${name}/cpulist`);
      if (cpus === undefined) {
        gathering.miss(path, `${NODES}/${name}/cpulist cannot be read`);
        return [];
      }
      const text = await gathering.text([...path, 'memoryKiB'], `${NODES}/${name}/meminfo`, 'KiB');
      const memoryKiB = text === undefined ? undefined : memoryField(text, 'MemTotal');
      if (text !== undefined && memoryKiB === undefined)
        gathering.miss([...path, 'memoryKiB'], `${NODES}/${name}/meminfo has no MemTotal`);
      return [[number, { cpus, memoryKiB }]];
    }),
  );
  return Object.fromEntries(nodes.flat());
}

/** A field of a meminfo file, that of the whole machine or of one node: `Node 0 MemTotal:       16476376 kB`. Unit: KiB. */
export function memoryField(text: string, name: string): number | undefined {
  for (const line of text.split('\n')) {
    const [, found, amount = ''] = /^(?:Node \d+ )?(\S+):\s+(\d+) kB\s*$/.exec(line) ?? [];
    if (found === name) return wholeNumber(amount);
  }
  return undefined;
}
