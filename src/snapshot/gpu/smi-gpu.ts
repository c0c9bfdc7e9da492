import type { Path } from '../../path.ts';
import type { NvidiaGpu } from '../data/gpu.ts';
import { known } from './known.ts';
import { type Miss, quoted } from './notes.ts';
import {
  ARCHITECTURE,
  COUNT,
  LANES,
  MEBIBYTES,
  PCI_ADDRESS,
  PRODUCT,
  SERIAL,
  SWITCH,
  UUID,
  VBIOS,
  VERSION,
  WATTS,
  WORD,
} from './smi-forms.ts';
import { fabricOf, remappedRowsOf, uncorrectedOf } from './smi-health.ts';
import { migDevicesOf } from './smi-mig.ts';
import { SmiReader } from './smi-reader.ts';
import type { SmiElement } from './smi-xml.ts';

/** One `<gpu>`: what it says, or why it cannot be told from the others. Paths of `misses` are below the GPU. */
export type SmiGpu =
  | { readonly state: 'read'; readonly gpu: NvidiaGpu; readonly misses: readonly Miss[] }
  | { readonly state: 'refused'; readonly why: string };

/** The GPU of a `<gpu>` element, by the layout of a driver's branch, e.g. 580. */
export function smiGpu(element: SmiElement, branch: number): SmiGpu {
  const smi = new SmiReader(element, branch);
  const uuid = smi.read('uuid', ['uuid'], UUID);
  const product = smi.read('product_name', ['product'], PRODUCT);
  if (uuid === undefined || product === undefined) {
    const reasons = smi.misses.map(({ why }) => why).join('; ');
    return { state: 'refused', why: `GPU ${quoted(element.id ?? '')}: ${reasons || 'its UUID or its name is N/A'}` };
  }
  const gpu: NvidiaGpu = {
    uuid,
    product,
    ...known({
      // The first drivers that print these: 510 in netdata's a100-sxm4-mig.xml has the architecture and the GSP, not the addressing.
      architecture: smi.read('product_architecture', ['architecture'], ARCHITECTURE, 510),
      serial: smi.read('serial', ['serial'], SERIAL),
      pciAddress: smi.read('pci/pci_bus_id', ['pciAddress'], PCI_ADDRESS),
      vbios: smi.read('vbios_version', ['vbios'], VBIOS),
      gspFirmware: smi.read('gsp_firmware_version', ['gspFirmware'], VERSION, 510),
      persistence: smi.read('persistence_mode', ['persistence'], SWITCH),
      addressing: smi.read('addressing_mode', ['addressing'], WORD, 535),
      computeMode: smi.read('compute_mode', ['computeMode'], WORD),
      memoryMiB: smi.read('fb_memory_usage/total', ['memoryMiB'], MEBIBYTES),
      powerLimitWatts: smi.read(powerLimitWay(smi), ['powerLimitWatts'], WATTS),
      mig: modeOf(smi, 'mig_mode', 'mig'),
      ecc: modeOf(smi, 'ecc_mode', 'ecc'),
      remappedRows: remappedRowsOf(smi),
      fabric: fabricOf(smi),
    }),
    pcie: known({
      generation: smi.read(`${LINK}/pcie_gen/current_link_gen`, ['pcie', 'generation'], COUNT),
      maxGeneration: smi.read(`${LINK}/pcie_gen/max_link_gen`, ['pcie', 'maxGeneration'], COUNT),
      width: smi.read(`${LINK}/link_widths/current_link_width`, ['pcie', 'width'], LANES),
      maxWidth: smi.read(`${LINK}/link_widths/max_link_width`, ['pcie', 'maxWidth'], LANES),
    }),
    migDevices: migDevicesOf(smi),
    eccUncorrected: known({
      volatile: uncorrectedOf(smi, 'volatile'),
      aggregate: uncorrectedOf(smi, 'aggregate'),
    }),
  };
  return { state: 'read', gpu, misses: smi.misses };
}

const LINK = 'pci/pci_gpu_link_info';

/**
 * The limit in force: `gpu_power_readings/current_power_limit` from 535 on, `power_readings/power_limit` up to 525 (510 in netdata's
 * a100-sxm4-mig.xml), and between them both new element and old name (influxdata/telegraf, schema_v12).
 */
function powerLimitWay(smi: SmiReader): string {
  const ways = [
    'gpu_power_readings/current_power_limit',
    'gpu_power_readings/power_limit',
    'power_readings/power_limit',
  ];
  return ways.find((way) => smi.has(way)) ?? 'gpu_power_readings/current_power_limit';
}

/** `current_mig` and `pending_mig`, `current_ecc` and `pending_ecc`: NVML hands both out at once, so one alone is not believed. */
function modeOf(smi: SmiReader, way: 'mig_mode' | 'ecc_mode', field: 'mig' | 'ecc'): NvidiaGpu['mig'] {
  const path: Path = [field];
  const missed = smi.misses.length;
  const current = smi.read(`${way}/current_${field}`, path, SWITCH);
  const pending = smi.read(`${way}/pending_${field}`, path, SWITCH);
  if (current !== undefined && pending !== undefined) return { current, pending };
  const half = current !== undefined || pending !== undefined;
  if (half && smi.misses.length === missed) smi.miss(path, `${way} says one of current and pending only`);
  return undefined;
}
