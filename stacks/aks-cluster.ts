import { listManagedClusterUserCredentialsOutput } from '@pulumi/azure-native/containerservice/listManagedClusterUserCredentials.js';
import { ManagedCluster, type ManagedClusterArgs } from '@pulumi/azure-native/containerservice/managedCluster.js';
import { type CustomResourceOptions, type Output, secret } from '@pulumi/pulumi';
import type { ClusterWithKubeconfig } from '../src/pools/aks/resource-types.ts';

/**
 * Azure's cluster, and what its users log in with: address and certificates are known to a lookup only. The kubeconfig runs `kubelogin`
 * and holds no token.
 */
export class Cluster extends ManagedCluster implements ClusterWithKubeconfig {
  readonly kubeconfig: Output<string>;

  constructor(name: string, args: ManagedClusterArgs, options: CustomResourceOptions) {
    super(name, args, options);
    const { kubeconfigs } = listManagedClusterUserCredentialsOutput(
      // The name is known when the cluster is there.
      { resourceGroupName: args.resourceGroupName, resourceName: this.name, format: 'exec' },
      options.provider ? { provider: options.provider } : {},
    );
    this.kubeconfig = secret(
      kubeconfigs.apply(([first]) => Buffer.from(first?.value ?? '', 'base64').toString('utf8')),
    );
  }
}
