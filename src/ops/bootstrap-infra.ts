import type { KubeObject } from '../contract/manifests.ts';
import { CnsError } from '../errors.ts';
import { argocdBootstrap, type BootstrapInput, fluxBootstrap, type GitOpsBootstrap } from '../pools/bootstrap.ts';
import { planPools } from '../pools/plan.ts';
import { clusterDocument } from '../recipe/cluster-file.ts';
import { parseDocument } from '../recipe/document.ts';
import type { Engine } from './engine.ts';
import type { Io } from './ports.ts';
import type { RecipeInput } from './resolve-recipe.ts';
import { synthCluster } from './synth-cluster.ts';

/** Deployer → what installs its controller. A deployer without a controller has nothing to bootstrap. */
const CONTROLLERS: Readonly<Record<string, (input: BootstrapInput) => GitOpsBootstrap>> = {
  argocd: argocdBootstrap,
  flux: fluxBootstrap,
};

/**
 * What installs the GitOps controller on the cluster and points it at the tree of the same cluster file.
 *
 * @throws CnsError with everything that keeps the tree from being made
 */
export function bootstrapInfra(
  engine: Engine,
  input: RecipeInput,
  { parseYaml }: Pick<Io, 'parseYaml'>,
): GitOpsBootstrap | undefined {
  const cluster = parseDocument(input.document, 'Cluster', clusterDocument);
  const bootstrap = CONTROLLERS[cluster.gitops.deployer];
  if (!bootstrap) return undefined;
  const { bundle, files, recipe } = synthCluster(engine, input);
  const objects = [...files]
    .filter(([path]) => path.startsWith('bootstrap/'))
    .map(([path, text]) => parseYaml(text, path).value as KubeObject);
  const namespace = objects.find(({ metadata }) => metadata?.namespace)?.metadata.namespace;
  if (!namespace || !bundle.git)
    throw new CnsError({
      code: 'CONTRACT_BROKEN',
      path: 'gitops',
      message: `the tree of ${cluster.name} has no bootstrap with a namespace`,
    });
  const { system } = planPools({ cluster, recipe, units: bundle.units });
  return bootstrap({ path: bundle.git.path, namespace, system, objects });
}
