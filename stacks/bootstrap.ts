import { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import { Namespace } from '@pulumi/kubernetes/core/v1/namespace.js';
import { Release } from '@pulumi/kubernetes/helm/v3/release.js';
import { Provider } from '@pulumi/kubernetes/provider.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import type { GitOpsBootstrap as Bootstrap } from '../src/pools/bootstrap.ts';

export interface GitOpsBootstrapArgs {
  readonly bootstrap: Bootstrap;
  /** Of the cluster; whoever runs the program must be able to reach its API. */
  readonly kubeconfig: Input<string>;
  /** What has to be there first: the cluster with its nodes. */
  readonly after: Resource;
}

/** Argo CD or Flux at a pinned version, pointed at the cluster's tree. Nothing else is applied by Pulumi. */
export class GitOpsBootstrap extends ComponentResource {
  constructor(
    name: string,
    { bootstrap, kubeconfig, after }: GitOpsBootstrapArgs,
    options: ComponentResourceOptions = {},
  ) {
    super('cns:gitops:Bootstrap', name, {}, options);
    const { namespace, release, objects } = bootstrap;
    const provider = new Provider(`${name}-provider`, { kubeconfig, enableServerSideApply: true }, { parent: this });
    const own = { parent: this, provider };
    const home = new Namespace(`${name}-namespace`, { metadata: { name: namespace } }, { ...own, dependsOn: [after] });
    let before: Resource = new Release(
      `${name}-${release.name}`,
      {
        name: release.name,
        chart: release.chart,
        version: release.version,
        namespace,
        ...(release.repository ? { repositoryOpts: { repo: release.repository } } : {}),
        values: release.values,
        atomic: true,
        timeout: 900,
      },
      { ...own, dependsOn: [home] },
    );
    for (const { apiVersion, kind, metadata, spec } of objects)
      before = new CustomResource(
        `${name}-${kind.toLowerCase()}-${metadata.name}`,
        { apiVersion, kind, metadata: { ...metadata }, spec },
        { ...own, dependsOn: [before] },
      );
    this.registerOutputs({});
  }
}
