import { defineDeployer, type FileContent, type FileObject } from '../contract/deployer.ts';
import type { Bundle, KubeObject } from '../contract/manifests.ts';
import { parse } from '../parse.ts';
import { type FluxContext, fluxObject } from './flux-context.ts';
import { KUSTOMIZE } from './flux-kustomization.ts';
import { fluxOptions } from './flux-options.ts';
import { fluxPlan, SOURCES, sourceName } from './flux-plan.ts';
import { fluxSources, treeRepository } from './flux-sources.ts';
import { healthRules, needsNodes } from './health-rules.ts';
import { kustomizationFile } from './kustomization-file.ts';
import { objectFiles } from './object-files.ts';
import { inRepository, requireGit, requireLayout } from './require-layout.ts';
import { stepsOf } from './steps.ts';

/** Folder that the root Kustomization applies. */
const ROOT = 'cluster';

/**
 * Flux: one Kustomization a phase of a component, ordered by `dependsOn`.
 *
 * ```
 * bootstrap/                  applied once by hand (handOver says how): GitRepository and root Kustomization
 * cluster/                    what the root applies: Kustomizations and nothing else
 *   sources.yaml  namespaces.yaml
 *   gpu-operator-before.yaml  gpu-operator.yaml  gpu-operator-after.yaml
 * sources/                    HelmRepository, OCIRepository, GitRepository
 * namespaces/                 every Namespace
 * components/
 *   gpu-operator/before/      what the chart needs
 *   gpu-operator/main/        HelmRelease and what comes with it
 *   gpu-operator/after/       custom resources that need the chart's CRDs
 * ```
 *
 * Every folder has a kustomization.yaml that lists its objects, one a file, so it builds with `kubectl kustomize` as it stands.
 */
export const flux = defineDeployer({
  name: 'flux',
  title: 'Flux',
  needsGit: true,
  options: fluxOptions,
  layOut(bundle: Bundle): ReadonlyMap<string, FileContent> {
    const context = contextOf(bundle);
    const tree = new Map<string, FileContent>();
    const add = (folder: string, files: ReadonlyMap<string, FileObject>): void => {
      tree.set(`${folder}/kustomization.yaml`, kustomizationFile([...files.keys()]));
      for (const [file, object] of files) tree.set(`${folder}/${file}`, object);
    };
    const plan = fluxPlan(context, fluxSources(context));
    add('bootstrap', objectFiles([treeRepository(context), rootKustomization(context)]));
    add(ROOT, new Map(plan.map(({ kustomization }) => [`${kustomization.metadata.name}.yaml`, kustomization])));
    for (const { folder, objects } of plan) if (folder !== undefined) add(folder, objectFiles(objects));
    return tree;
  },
  handOver(bundle: Bundle): string {
    const { git, options, root } = contextOf(bundle);
    const secret =
      options.gitSecret === undefined
        ? ''
        : `\nThe Secret \`${options.gitSecret}\` in namespace \`${options.namespace}\` must hold the credentials of the repository (\`flux create secret git\`).\n`;
    return `Flux 2.9 or later must run in namespace \`${options.namespace}\` (\`flux install\`, or its operator). Commit this tree as \`${git.path}\` of \`${git.repoURL}\` at \`${git.revision}\`, then, from this folder:

\`\`\`sh
kubectl apply --server-side -k bootstrap
\`\`\`
${secret}
From then on a commit is all it takes. To watch:

\`\`\`sh
flux --namespace ${options.namespace} get kustomizations --watch
flux --namespace ${options.namespace} reconcile kustomization ${root} --with-source
flux get helmreleases --all-namespaces
\`\`\`

A component that leaves the recipe loses its Kustomization, its release and its objects. Namespaces, Git sources and charts of CRDs always stay; remove them by hand when nothing needs them any more.
`;
  },
});

/** Applies the Kustomizations and does not wait for them: each says for itself how it is. */
function rootKustomization(context: FluxContext): KubeObject {
  const { git, options, root } = context;
  return fluxObject(context, KUSTOMIZE, root, {
    interval: options.interval,
    retryInterval: '2m',
    timeout: '5m',
    sourceRef: { kind: 'GitRepository', name: root },
    path: `./${inRepository(git, ROOT)}`,
    prune: true,
    wait: false,
  });
}

function contextOf(bundle: Bundle): FluxContext {
  const options = parse(fluxOptions, bundle.options, { code: 'DOCUMENT_INVALID', at: ['gitops', 'options'] });
  const git = requireGit(bundle, 'flux');
  const root = options.name ?? bundle.cluster.name;
  const extra = stepsOf(bundle).filter((step) => step.git && (step.release || step.objects.length > 0));
  requireLayout(bundle, {
    [SOURCES]: 'the unit of the sources',
    kustomization: 'kustomization.yaml',
    [root]: 'the root Kustomization',
    ...Object.fromEntries(extra.map((step) => [sourceName(step), `the Git source of ${step.unit.component}`])),
  });
  return { bundle, git, options, root, rules: healthRules(bundle), waitsForNodes: needsNodes(bundle) };
}
