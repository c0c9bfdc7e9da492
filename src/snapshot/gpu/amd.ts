import type { Machine } from '../../contract/machine.ts';
import type { GpuData } from '../data/gpu.ts';
import { amdGpus } from './amd-gpu.ts';
import { AmdReader, type AmdRows, amdRows } from './amd-json.ts';
import { answerOf } from './answer.ts';
import type { Notes } from './notes.ts';
import type { PciGpus } from './pci-devices.ts';

const MODULE = '/sys/module/amdgpu';
/** amd-smi is written in Python, and asks each GPU. Unit: milliseconds. */
const TIMEOUT_MS = 45_000;

/** Everything of AMD; undefined where the amdgpu driver is not loaded. */
export async function amdOf(machine: Machine, bus: Promise<PciGpus>, notes: Notes): Promise<GpuData['amd']> {
  const [inModule, pci] = await Promise.all([machine.list(MODULE), bus]);
  if (inModule.length === 0) {
    const idle = pci.gpus.filter(({ vendor, driver }) => vendor === 'amd' && driver === undefined).length;
    if (idle > 0) notes.miss(['amd'], `${idle} AMD GPUs are on the PCI bus, and the driver amdgpu is not loaded`);
    return undefined;
  }
  const [list, statics, version, driver] = await Promise.all([
    rowsOf(machine, 'list'),
    rowsOf(machine, 'static'),
    rowsOf(machine, 'version'),
    machine.read(`${MODULE}/version`),
  ]);
  // The driver that comes with the kernel has no version of its own, and then no such file.
  if (driver.state === 'refused') notes.miss(['amd', 'driver'], `${MODULE}/version: ${driver.why}`);
  const own = driver.state === 'read' ? versionOf(driver.text) : undefined;
  if (driver.state === 'read' && own === undefined) notes.miss(['amd', 'driver'], `${MODULE}/version is no version`);
  if (own !== undefined) notes.from(['amd', 'driver'], `${MODULE}/version`);
  const rocm = rocmOf(version, notes);
  return {
    ...(own === undefined ? {} : { driver: own }),
    ...(rocm === undefined ? {} : { rocm }),
    gpus: gpusOf(list, statics, notes),
  };
}

/** `6.12.12`, `6.8.5-2009582` */
const VERSION = /^\d+(\.\d+){1,3}([-+][\w.-]{1,32})?$/;
const versionOf = (text: string): string | undefined => (VERSION.test(text.trim()) ? text.trim() : undefined);

async function rowsOf(machine: Machine, what: string): Promise<AmdRows> {
  const command = `amd-smi ${what} --json`;
  const answer = answerOf(await machine.run('amd-smi', [what, '--json'], { timeoutMs: TIMEOUT_MS }), command);
  if (answer.state !== 'text') return { state: 'refused', why: answer.why };
  const rows = amdRows(answer.text);
  return rows.state === 'read' ? rows : { state: 'refused', why: `${command}: ${rows.why}` };
}

/** A list of one: `[{"tool": "AMDSMI Tool", "rocm_version": "7.0.2", …}]`. */
function rocmOf(version: AmdRows, notes: Notes): string | undefined {
  const [row, another] = version.state === 'read' ? version.rows : [];
  if (version.state === 'refused' || row === undefined || another !== undefined) {
    const why = version.state === 'refused' ? version.why : 'amd-smi version --json is no list of one';
    notes.miss(['amd', 'rocm'], why);
    return undefined;
  }
  const reader = new AmdReader(row);
  const rocm = reader.text(['rocm_version'], ['rocm'], VERSION);
  notes.missAll(reader.misses, ['amd']);
  if (rocm !== undefined) notes.from(['amd', 'rocm'], 'amd-smi version --json');
  return rocm;
}

function gpusOf(list: AmdRows, statics: AmdRows, notes: Notes) {
  if (list.state === 'refused' || statics.state === 'refused') {
    for (const each of [list, statics]) if (each.state === 'refused') notes.miss(['amd', 'gpus'], each.why);
    return [];
  }
  const { gpus, misses } = amdGpus(list.rows, statics.rows);
  notes.missAll(misses, ['amd', 'gpus']);
  notes.from(['amd', 'gpus'], 'amd-smi list --json, amd-smi static --json');
  return gpus;
}
