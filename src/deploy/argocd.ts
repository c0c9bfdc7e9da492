import { defineDeployer, type FileContent } from '../contract/deployer.ts';
import type { Bundle, KubeObject } from '../contract/manifests.ts';
import { parse } from '../parse.ts';
import {
  APPLICATIONS,
  type ArgocdContext,
  namespacesApplication,
  rootApplication,
  stepApplication,
} from './argocd-application.ts';
import { healthPatch } from './argocd-health.ts';
import { argocdOptions } from './argocd-options.ts';
import { appProject } from './argocd-project.ts';
import { needsNodes } from './health-rules.ts';
import { objectFiles } from './object-files.ts';
import { isNeverPruned, withAnnotations } from './object-kind.ts';
import { requireGit, requireLayout } from './require-layout.ts';
import { NAMESPACES, stepsOf } from './steps.ts';

/**
 * Argo CD: an app of apps, one Application a phase of a component.
 *
 * ```
 * bootstrap/                  applied once by hand (handOver says how)
 *   project.yaml              AppProject: what the tree may read, write and bring
 *   root.yaml                 root Application, reads applications/
 *   argocd-cm.health.yaml     patch of argocd-cm: without it waves do not wait
 * applications/               one Application a file, ordered by sync wave
 *   namespaces.yaml           wave 0
 *   gpu-operator-before.yaml  wave 3n: what the chart needs
 *   gpu-operator.yaml         wave 3n + 1: the chart, values inside
 *   gpu-operator-after.yaml   wave 3n + 2: custom resources that need its CRDs
 * manifests/                  our own objects, one a file
 *   namespaces/
 *   gpu-operator/before/  gpu-operator/main/  gpu-operator/after/
 * ```
 */
export const argocd = defineDeployer({
  name: 'argocd',
  title: 'Argo CD',
  needsGit: true,
  options: argocdOptions,
  layOut(bundle: Bundle): ReadonlyMap<string, FileContent> {
    const context = contextOf(bundle);
    const tree = new Map<string, FileContent>();
    tree.set('bootstrap/project.yaml', appProject(bundle, context.git, context.options));
    tree.set('bootstrap/root.yaml', rootApplication(context));
    tree.set('bootstrap/argocd-cm.health.yaml', healthPatch(bundle, context.options.namespace));

    const add = (folder: string, objects: readonly KubeObject[]): void => {
      for (const [file, object] of objectFiles(objects.map(annotate))) tree.set(`${folder}/${file}`, object);
    };
    const waitsForNodes = needsNodes(bundle);
    const annotate = (object: KubeObject): KubeObject =>
      withAnnotations(object, {
        ...(isNeverPruned(object) ? { 'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false' } : {}),
        // Its own health still shows, but the next wave does not wait for nodes that may never come.
        ...(waitsForNodes(object) ? { 'argocd.argoproj.io/ignore-healthcheck': 'true' } : {}),
      });

    if (bundle.namespaces.length > 0) {
      const folder = `manifests/${NAMESPACES}`;
      tree.set(`${APPLICATIONS}/${NAMESPACES}.yaml`, namespacesApplication(context, folder));
      add(folder, bundle.namespaces);
    }
    for (const step of stepsOf(bundle)) {
      const folder = `manifests/${step.unit.component}/${step.phase}`;
      tree.set(`${APPLICATIONS}/${step.name}.yaml`, stepApplication(context, step, folder));
      add(folder, step.objects);
    }
    return tree;
  },
  handOver(bundle: Bundle): string {
    const { options, git } = contextOf(bundle);
    const { namespace } = options;
    const root = options.rootApplication ?? bundle.cluster.name;
    return `Argo CD 3.4 or later must run in namespace \`${namespace}\` and be able to read \`${git.repoURL}\`. Commit this tree as \`${git.path}\` of that repository at \`${git.revision}\`, then, from this folder:

\`\`\`sh
kubectl --namespace ${namespace} patch configmap argocd-cm --type merge --patch-file bootstrap/argocd-cm.health.yaml
kubectl apply --server-side -f bootstrap/project.yaml
kubectl apply --server-side -f bootstrap/root.yaml
\`\`\`

The first command adds health checks and leaves everything else in \`argocd-cm\` as it is; without them Argo CD does not wait between waves. If Argo CD itself comes from Git or Helm, put the same keys there (chart value \`configs.cm\`). From then on a commit is all it takes. To watch:

\`\`\`sh
kubectl --namespace ${namespace} get applications --watch
argocd app get ${root} --refresh
\`\`\`

A component that leaves the recipe loses its Application, and its objects with it. For charts Argo CD first asks for a confirmation (\`argocd app confirm-deletion NAME\`), since their CRDs take every object of their kind along. Namespaces and CRD bundles always stay. Deleting \`${root}\` leaves the cluster as it is.
`;
  },
});

function contextOf(bundle: Bundle): ArgocdContext {
  const options = parse(argocdOptions, bundle.options, { code: 'DOCUMENT_INVALID', at: ['gitops', 'options'] });
  const git = requireGit(bundle, 'argocd');
  const root = options.rootApplication ?? bundle.cluster.name;
  requireLayout(bundle, options.namePrefix === '' ? { [root]: 'the root Application' } : {});
  return { bundle, git, options };
}
