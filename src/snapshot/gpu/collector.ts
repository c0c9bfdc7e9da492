import { defineCollector } from '../../contract/collector.ts';
import { gpuData } from '../data/gpu.ts';
import { amdOf } from './amd.ts';
import { Notes } from './notes.ts';
import { nvidiaOf } from './nvidia.ts';
import { pciGpus } from './pci-devices.ts';

/**
 * GPUs of a node: what nvidia-smi and amd-smi say of each, how they reach each other, and how their kernel modules are set.
 *
 * A node without GPUs has nothing, and misses nothing. One whose GPUs cannot be asked has what the PCI bus and the kernel say, and the rest
 * is missing. It never fails as a whole.
 */
export const gpuCollector = defineCollector({
  name: 'gpu',
  summary: 'GPUs with driver, memory, MIG, ECC, NVLink and topology',
  of: 'node',
  // Above the limit of each program, all of which run at the same time.
  timeoutMs: 60_000,
  schema: gpuData,
  async collect({ machine }) {
    const notes = new Notes();
    const bus = pciGpus(machine);
    const [nvidia, amd] = await Promise.all([nvidiaOf(machine, bus, notes), amdOf(machine, bus, notes)]);
    return {
      data: { ...(nvidia === undefined ? {} : { nvidia }), ...(amd === undefined ? {} : { amd }) },
      missing: notes.missing,
      context: notes.context,
    };
  },
});
