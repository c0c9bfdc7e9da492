import type { Bundle, GitLocation, KubeObject } from '../contract/manifests.ts';
import type { ArgocdOptions } from './argocd-options.ts';
import { IN_CLUSTER } from './argocd-project.ts';
import { argocdSource } from './argocd-source.ts';
import { controllerWritten } from './controller-written.ts';
import { isCustomResource } from './object-kind.ts';
import { inRepository } from './require-layout.ts';
import { isDefinitions, NAMESPACES, type Step } from './steps.ts';

/** Folder of the tree that the root Application reads. */
export const APPLICATIONS = 'applications';

/** What the makers of Applications need to know besides the step. */
export interface ArgocdContext {
  readonly bundle: Bundle;
  readonly git: GitLocation;
  readonly options: ArgocdOptions;
}

interface ApplicationParts {
  readonly name: string;
  readonly wave?: number;
  readonly finalizers?: readonly string[];
  readonly sources: readonly object[];
  readonly destination: object;
  readonly prune: boolean;
  readonly syncOptions: readonly string[];
  readonly ignoreDifferences?: readonly object[];
}

/** Thirty seconds, doubled up to ten minutes: a neighbour's webhook or CRD is up within that, and what is really broken gives up after an hour. */
const RETRY = { limit: 10, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } };

/** Namespaces are made before anything else and by nobody else: `CreateNamespace` would make them without their labels. */
const ALWAYS = ['CreateNamespace=false', 'ServerSideApply=true'];

/** Neither a sync nor the end of the Application deletes anything. Of the Application as a whole since Argo CD 3.4, hence the annotations on our own objects too. */
const KEEP = ['Delete=false', 'Prune=false'];

const CASCADE = ['resources-finalizer.argocd.argoproj.io'];

/** The root Application: makes and orders all others. Without finalizer, so deleting it leaves the cluster as it is. */
export function rootApplication(context: ArgocdContext): KubeObject {
  const { bundle, git, options } = context;
  return application(context, {
    name: options.rootApplication ?? bundle.cluster.name,
    sources: [treeSource(git, APPLICATIONS)],
    destination: { server: IN_CLUSTER, namespace: options.namespace },
    prune: true,
    syncOptions: ALWAYS,
  });
}

/** The Application of the namespaces, in the first wave. */
export function namespacesApplication(context: ArgocdContext, folder: string): KubeObject {
  return application(context, {
    name: `${context.options.namePrefix}${NAMESPACES}`,
    wave: 0,
    sources: [treeSource(context.git, folder)],
    // A Namespace is in none, but the project must allow what stands here: so one of their own.
    destination: { ...context.options.destination, namespace: context.bundle.namespaces[0]?.metadata.name },
    prune: false,
    syncOptions: [...ALWAYS, ...KEEP],
  });
}

/**
 * The Application of one phase of a component.
 *
 * When its component leaves the recipe, the root deletes the Application and its objects go with it. With a chart that waits for a
 * person (`Delete=confirm`), because charts bring CRDs and those take every object of their kind along.
 */
export function stepApplication(context: ArgocdContext, step: Step, folder: string): KubeObject {
  const { release, git, objects } = step;
  const keep = isDefinitions(step);
  const ignoreDifferences = controllerWritten(step).map(({ group, kind, jq }) => ({
    group,
    kind,
    jqPathExpressions: [jq],
  }));
  return application(context, {
    name: `${context.options.namePrefix}${step.name}`,
    wave: step.order,
    ...(keep ? {} : { finalizers: CASCADE }),
    sources: [
      ...(release ? [argocdSource(release)] : []),
      ...(git ? [{ repoURL: git.url, targetRevision: git.commit, path: git.path }] : []),
      ...(objects.length > 0 ? [treeSource(context.git, folder)] : []),
    ],
    destination: { ...context.options.destination, namespace: release?.namespace ?? step.unit.namespace },
    prune: !keep,
    ignoreDifferences,
    syncOptions: [
      ...ALWAYS,
      ...(keep ? KEEP : release ? ['Delete=confirm'] : []),
      ...(ignoreDifferences.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
      // The dry run knows no CRD that an operator registers only at its start.
      ...(objects.some(isCustomResource) ? ['SkipDryRunOnMissingResource=true'] : []),
    ],
  });
}

/** A folder of the tree, without what is below it: plain objects, whatever else may come to lie there. */
const treeSource = (git: GitLocation, folder: string): object => ({
  repoURL: git.repoURL,
  targetRevision: git.revision,
  path: inRepository(git, folder),
  directory: { include: '*.yaml' },
});

function application({ bundle, options }: ArgocdContext, parts: ApplicationParts): KubeObject {
  const { name, wave, finalizers, sources, destination, prune, syncOptions, ignoreDifferences = [] } = parts;
  const annotations = {
    ...bundle.cluster.annotations,
    ...(wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) }),
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: options.namespace,
      labels: { ...bundle.cluster.labels, 'app.kubernetes.io/part-of': bundle.cluster.name },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
    },
    spec: {
      project: options.project ?? bundle.cluster.name,
      ...(sources.length === 1 ? { source: sources[0] } : { sources }),
      destination,
      ...(ignoreDifferences.length > 0 ? { ignoreDifferences } : {}),
      syncPolicy: {
        // `prune: false` is the default, and Argo CD drops defaults when it rewrites an Application (issue 9623): no drift for the root.
        automated: { ...(prune ? { prune } : {}), selfHeal: true },
        syncOptions: syncOptions.toSorted(),
        retry: RETRY,
      },
      revisionHistoryLimit: 3,
    },
  };
}
