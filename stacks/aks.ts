import { Provider } from '@pulumi/azure-native/provider.js';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { input } from 'zod';
import type { aksAccount } from '../src/pools/aks/account.ts';
import { aksClasses } from './aks-classes.ts';
import { GpuCluster, type GpuClusterArgs } from './gpu-cluster.ts';

export type AksGpuClusterArgs = GpuClusterArgs<input<typeof aksAccount>>;

/**
 * An AKS cluster from a cluster file. Outputs: `clusterName`, `clusterEndpoint`, `resourceGroup`, `oidcIssuer`, `nodePoolNames`,
 * `kubeconfig`.
 */
export class AksGpuCluster extends GpuCluster<input<typeof aksAccount>> {
  constructor(name: string, args: AksGpuClusterArgs, options?: ComponentResourceOptions) {
    super({ service: 'aks', classes: aksClasses, Provider }, name, args, options);
  }
}
