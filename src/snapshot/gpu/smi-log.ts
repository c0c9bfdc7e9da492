import type { NvidiaGpu } from '../data/gpu.ts';
import { type Miss, quoted } from './notes.ts';
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

/** Reads the whole document: every GPU, and what it should have said and did not. */
export async function smiLog(text: string): Promise<SmiLog> {
  const xml = await readSmiXml(text);
  if (xml.state === 'refused') return xml;
  const log = new SmiReader(xml.root, NEWEST_BRANCH);
  const driver = log.read('driver_version', ['driver'], VERSION);
  const cuda = log.read('cuda_version', ['cuda'], VERSION);
  const branch = driver === undefined ? NEWEST_BRANCH : Number.parseInt(driver, 10);
  const { gpus, misses } = gpusOf(log.at('gpu'), branch);
  const attached = log.read('attached_gpus', ['gpus'], COUNT);
  const described = log.at('gpu').length;
  if (attached !== undefined && attached !== described) {
    log.miss(['gpus'], `nvidia-smi says that ${attached} GPUs are attached, and describes ${described}`);
  }
  for (const line of xml.outside) log.miss(['gpus'], `nvidia-smi also says ${quoted(line)}`);
  return {
    state: 'read',
    ...(driver === undefined ? {} : { driver }),
    ...(cuda === undefined ? {} : { cuda }),
    gpus,
    complete: gpus.length === attached && xml.outside.length === 0,
    misses: [...log.misses, ...misses],
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
