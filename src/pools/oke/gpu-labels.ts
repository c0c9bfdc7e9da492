import type { PoolsPlan } from '../plan.ts';
import { ownsDevicePlugin } from './add-ons.ts';

/** Labels of the GPU nodes: those of the cluster file, and whether OKE's device plugin runs there. */
export const gpuLabels = ({ gpu }: PoolsPlan): Readonly<Record<string, string>> => ({
  ...gpu.labels,
  'oci.oraclecloud.com/disable-gpu-device-plugin': String(!ownsDevicePlugin(gpu)),
});
