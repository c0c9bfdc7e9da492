import type { Machine } from '../../contract/machine.ts';
import type { GpuData, NvidiaGpu } from '../data/gpu.ts';
import { sysfsAddress } from './pci-devices.ts';

type Affinity = NonNullable<GpuData['nvidia']>['affinity'];

/**
 * The processors beside each GPU, in full.
 *
 * `nvidia-smi topo -m` shows the first six entries of a list and says nothing of the rest: hosts that number processors alternately by socket
 * have `0,2,4,6,8,10` there (PowerEdge XE9680 and its successors, drivers 550 to 610). The kernel's `local_cpulist` of the same device has
 * all. It is taken where it begins with what the tool shows; any other difference is between the two, and the tool's word stays.
 */
export async function wholeAffinity(machine: Machine, shown: Affinity, gpus: readonly NvidiaGpu[]): Promise<Affinity> {
  const entries = await Promise.all(
    Object.entries(shown).map(async ([label, one]) => {
      const address = gpus[Number(label.slice('GPU'.length))]?.pciAddress;
      if (one.cpus === undefined || address === undefined) return [label, one] as const;
      const reading = await machine.read(`/sys/bus/pci/devices/${sysfsAddress(address)}/local_cpulist`);
      const all = reading.state === 'read' ? reading.text.trim() : '';
      return [label, all.startsWith(`${one.cpus},`) ? { ...one, cpus: all } : one] as const;
    }),
  );
  return Object.fromEntries(entries);
}
