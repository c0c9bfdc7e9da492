import { Provider } from '@pulumi/aws/provider.js';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { input } from 'zod';
import type { eksAccount } from '../src/pools/eks/account.ts';
import { eksClasses } from './eks-classes.ts';
import { GpuCluster, type GpuClusterArgs } from './gpu-cluster.ts';

export type EksGpuClusterArgs = GpuClusterArgs<input<typeof eksAccount>>;

/** An EKS cluster from a cluster file. Outputs: `clusterName`, `clusterEndpoint`, `oidcIssuer`, `nodePoolNames`, `kubeconfig`. */
export class EksGpuCluster extends GpuCluster<input<typeof eksAccount>> {
  constructor(name: string, args: EksGpuClusterArgs, options?: ComponentResourceOptions) {
    super({ service: 'eks', classes: eksClasses, Provider }, name, args, options);
  }
}
