import type { NvidiaGpu } from '../data/gpu.ts';
import { COUNT, MEBIBYTES } from './smi-forms.ts';
import { SmiReader } from './smi-reader.ts';

/**
 * MIG devices by `GPU instance.compute instance`; none while MIG is off. nvidia-smi does not print how many slices they have.
 *
 * An instance that two devices have is none that can be told: neither is in the result (captures of 535 in influxdata/telegraf, 510 in
 * netdata: `gpu_instance_id`, `compute_instance_id`, `fb_memory_usage`).
 */
export function migDevicesOf(smi: SmiReader): NvidiaGpu['migDevices'] {
  const [list, another] = smi.at('mig_devices');
  if (list === undefined || another !== undefined || list.children.length === 0) {
    if (list?.text !== 'None')
      smi.read('mig_devices', ['migDevices'], { what: 'list of devices', parse: () => undefined });
    return {};
  }
  const devices = new Map<string, { memoryMiB?: number }>();
  const twice = new Set<string>();
  list.children.forEach((element, index) => {
    const device = deviceOf(new SmiReader(element, smi.branch), smi, index);
    if (device === undefined) return;
    if (devices.has(device.name)) twice.add(device.name);
    devices.set(device.name, device.what);
  });
  for (const name of twice) {
    devices.delete(name);
    smi.miss(['migDevices', name], 'two devices have these numbers');
  }
  return Object.fromEntries(devices);
}

function deviceOf(device: SmiReader, smi: SmiReader, index: number) {
  const here = ['migDevices', `number ${index}`];
  const gpuInstance = device.read('gpu_instance_id', here, COUNT);
  const computeInstance = device.read('compute_instance_id', here, COUNT);
  const known = gpuInstance !== undefined && computeInstance !== undefined;
  const name = `${gpuInstance}.${computeInstance}`;
  const memoryMiB = device.read('fb_memory_usage/total', known ? ['migDevices', name, 'memoryMiB'] : here, MEBIBYTES);
  for (const { path, why } of device.misses) smi.miss(path, why);
  if (known) return { name, what: memoryMiB === undefined ? {} : { memoryMiB } };
  if (device.misses.length === 0) smi.miss(here, 'its GPU instance or compute instance is N/A');
  return undefined;
}
