import { Cluster, type ClusterArgs } from '@pulumi/oci/containerengine/cluster.js';
import { getClusterKubeConfigOutput } from '@pulumi/oci/containerengine/getClusterKubeConfig.js';
import type { CustomResourceOptions, Output } from '@pulumi/pulumi';
import { parse } from 'yaml';
import type { Authority } from '../src/pools/oke/resource-types.ts';

/** The one cluster of a kubeconfig as OKE writes it. */
interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<'server' | 'certificate-authority-data', string>> }];
}

/** A cluster of OKE, and what only its kubeconfig says. It is asked for once the cluster is there, never in a preview of a new one. */
export class OkeCluster extends Cluster implements Authority {
  readonly certificateAuthority: Output<string>;
  readonly privateHost: Output<string>;

  constructor(name: string, args: ClusterArgs, options: CustomResourceOptions) {
    super(name, args, options);
    const { content } = getClusterKubeConfigOutput(
      { clusterId: this.id, endpoint: 'PRIVATE_ENDPOINT', tokenVersion: '2.0.0' },
      options.provider ? { provider: options.provider } : {},
    );
    const cluster = content.apply((text) => (parse(text) as Kubeconfig).clusters[0].cluster);
    this.certificateAuthority = cluster.apply((known) => known['certificate-authority-data']);
    this.privateHost = cluster.apply(({ server }) => server.replace(/^https:\/\//, '').replace(/:\d+$/, ''));
  }
}
