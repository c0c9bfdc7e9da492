import type { Ownership } from '../../contract/cluster.ts';
import type { Labels } from '../../contract/scheduling.ts';

/** What GKE itself does with GPUs on the nodes of a pool. */
export interface GpuSoftware {
  readonly gpuDriverVersion: 'DEFAULT' | 'INSTALLATION_DISABLED';
  /** Labels of the pool that GKE reads. */
  readonly labels: Labels;
  /** What somebody else then has to bring. */
  readonly checks: readonly string[];
}

/** Keeps GKE's own device plugin, and the driver installer that comes with it, off a node. */
const NO_PLUGIN: Labels = { 'gke-no-default-nvidia-gpu-device-plugin': 'true' };

/**
 * One owner each for driver and device plugin: GKE brings both where its plugin runs, and neither where it does not.
 *
 * `DEFAULT` is the driver that Google has tested with the version of the node image; Google's own blueprints take it too.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus
 */
export function gpuSoftware({ driver, devicePlugin, allocation }: Ownership): GpuSoftware {
  const hasPlugin = devicePlugin === 'provider' && allocation === 'device-plugin';
  const isInstalled = driver === 'provider' && hasPlugin;
  return {
    gpuDriverVersion: isInstalled ? 'DEFAULT' : 'INSTALLATION_DISABLED',
    labels: hasPlugin ? {} : NO_PLUGIN,
    checks: [
      ...(driver === 'provider' && !hasPlugin
        ? [
            "GKE installs no driver where its device plugin is off: the tree must bring Google's installer (GoogleCloudPlatform/container-engine-accelerators nvidia-driver-installer)",
          ]
        : []),
      ...(driver === 'operator' && hasPlugin
        ? [
            "GKE's device plugin looks for the driver in /home/kubernetes/bin/nvidia: the GPU Operator must put it there",
          ]
        : []),
    ],
  };
}
