import type { NvidiaGpu } from '../data/gpu.ts';
import { type Miss, quoted } from './notes.ts';
import { sysfsAddress } from './pci-devices.ts';
import { COUNT, VERSION } from './smi-forms.ts';
import { smiGpu } from './smi-gpu.ts';
import { SmiReader } from './smi-reader.ts';
import { readSmiXml, type SmiElement } from './smi-xml.ts';

/** What `nvidia-smi -q -x` says. Paths of `misses` are below `nvidia`. */
export type SmiLog =
  | {
      readonly state: 'read';
      readonly driver?: string;
      readonly cuda?: string;
      /** In the order of the tool: the first is GPU0 of the topology matrix, as long as `complete`. */
      readonly gpus: readonly NvidiaGpu[];
      /** Every GPU that the driver has is in `gpus`. */
      readonly complete: boolean;
      readonly misses: readonly Miss[];
    }
  | { readonly state: 'refused'; readonly why: string };

/** Newest layout that was seen; a document without a driver's version is read as one of it. */
const NEWEST_BRANCH = 595;

/**
 * What nvidia-smi says after its document of a GPU whose infoROM is corrupt: `WARNING: infoROM is corrupted at gpu 0000:18:00.0`. That memory
 * keeps the errors over the GPU's life (manual of nvidia-smi), so they are not believed.
 */
export const INFOROM = /^WARNING: infoROM is corrupted at gpu (\S+)$/i;

/** Reads the whole document: every GPU, and what it should have said and did not. */
export async function smiLog(text: string): Promise<SmiLog> {
  const xml = await readSmiXml(text);
  if (xml.state === 'refused') return xml;
  const log = new SmiReader(xml.root, NEWEST_BRANCH);
  const driver = log.read('driver_version', ['driver'], VERSION);
  const cuda = log.read('cuda_version', ['cuda'], VERSION);
  const branch = driver === undefined ? NEWEST_BRANCH : Number.parseInt(driver, 10);
  const read = gpusOf(log.at('gpu'), branch);
  const { gpus, misses, rest } = withoutCorrupt(read.gpus, xml.outside);
  const attached = log.read('attached_gpus', ['gpus'], COUNT);
  const described = log.at('gpu').length;
  if (attached !== undefined && attached !== described) {
    log.miss(['gpus'], `nvidia-smi says that ${attached} GPUs are attached, and describes ${described}`);
  }
  for (const line of rest) log.miss(['gpus'], `nvidia-smi also says ${quoted(line)}`);
  return {
    state: 'read',
    ...(driver === undefined ? {} : { driver }),
    ...(cuda === undefined ? {} : { cuda }),
    gpus,
    complete: gpus.length === attached && rest.length === 0,
    misses: [...log.misses, ...read.misses, ...misses],
  };
}

function gpusOf(elements: readonly SmiElement[], branch: number): { gpus: readonly NvidiaGpu[]; misses: Miss[] } {
  const gpus: NvidiaGpu[] = [];
  const misses: Miss[] = [];
  for (const element of elements) {
    const one = smiGpu(element, branch);
    if (one.state === 'refused') misses.push({ path: ['gpus'], why: one.why });
    else if (gpus.some(({ uuid }) => uuid === one.gpu.uuid)) {
      misses.push({ path: ['gpus'], why: `nvidia-smi describes ${one.gpu.uuid} more than once` });
    } else {
      misses.push(...one.misses.map(({ path, why }) => ({ path: ['gpus', gpus.length, ...path], why })));
      gpus.push(one.gpu);
    }
  }
  return { gpus, misses };
}

/** GPUs without what their infoROM would have kept, and the lines that are no such warning of one of them. */
function withoutCorrupt(gpus: readonly NvidiaGpu[], lines: readonly string[]) {
  const misses: Miss[] = [];
  const rest = new Set(lines);
  const all = gpus.map((gpu, i) => {
    const own = lines.filter(
      (line) => sysfsAddress(INFOROM.exec(line)?.[1] ?? '') === sysfsAddress(gpu.pciAddress ?? '-'),
    );
    if (own.length === 0) return gpu;
    for (const line of own) {
      rest.delete(line);
      misses.push({ path: ['gpus', i, 'eccUncorrected', 'aggregate'], why: `nvidia-smi says ${quoted(line)}` });
    }
    const { volatile } = gpu.eccUncorrected;
    return { ...gpu, eccUncorrected: volatile === undefined ? {} : { volatile } };
  });
  return { gpus: all, misses, rest: [...rest] };
}
