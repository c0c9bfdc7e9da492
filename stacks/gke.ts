import { Provider } from '@pulumi/gcp/provider.js';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { input } from 'zod';
import type { gkeAccount } from '../src/pools/gke/account.ts';
import { gkeClasses } from './gke-classes.ts';
import { GpuCluster, type GpuClusterArgs } from './gpu-cluster.ts';

export type GkeGpuClusterArgs = GpuClusterArgs<input<typeof gkeAccount>>;

/** A GKE cluster from a cluster file. Outputs: `clusterName`, `clusterEndpoint`, `workloadPool`, `nodePoolNames`, `kubeconfig`. */
export class GkeGpuCluster extends GpuCluster<input<typeof gkeAccount>> {
  constructor(name: string, args: GkeGpuClusterArgs, options?: ComponentResourceOptions) {
    super({ service: 'gke', classes: gkeClasses, Provider }, name, args, options);
  }
}
