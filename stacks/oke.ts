import { Provider } from '@pulumi/oci/provider.js';
import type { ComponentResourceOptions, CustomResourceOptions, ProviderResource } from '@pulumi/pulumi';
import type { input } from 'zod';
import type { okeAccount } from '../src/pools/oke/account.ts';
import { GpuCluster, type GpuClusterArgs } from './gpu-cluster.ts';
import { okeClasses } from './oke-classes.ts';

export type OkeGpuClusterArgs = GpuClusterArgs<input<typeof okeAccount>>;

/**
 * An OKE cluster from a cluster file. Outputs: `clusterName`, `clusterId`, `clusterEndpoint`, `oidcIssuer`, `nodePoolNames`,
 * `loadBalancerGroupId`, `kubeconfig`.
 */
export class OkeGpuCluster extends GpuCluster<input<typeof okeAccount>> {
  constructor(name: string, args: OkeGpuClusterArgs, options?: ComponentResourceOptions) {
    super({ service: 'oke', classes: okeClasses(homeProvider(name, args)), Provider }, name, args, options);
  }
}

/** One provider for IAM, made when the first policy wants it. */
function homeProvider(name: string, { account }: OkeGpuClusterArgs) {
  let home: ProviderResource | undefined;
  return ({ parent }: CustomResourceOptions): ProviderResource => {
    home ??= new Provider(
      `${name}-home-provider`,
      { region: account.homeRegion, tenancyOcid: account.tenancyId },
      parent ? { parent } : {},
    );
    return home;
  };
}
