import type { Bundle, GitLocation, KubeObject } from '../contract/manifests.ts';
import { type Path, valueAt } from '../path.ts';
import { compareText } from '../plain.ts';
import type { ArgocdOptions } from './argocd-options.ts';
import { argocdSource } from './argocd-source.ts';
import { groupOf, kindKey, kindOf, type ObjectKind } from './object-kind.ts';
import { stepsOf } from './steps.ts';

/** Argo CD's own cluster, where the Applications live. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

const rbac = (kind: string): ObjectKind => ({ group: 'rbac.authorization.k8s.io', kind });
const admission = (kind: string): ObjectKind => ({ group: 'admissionregistration.k8s.io', kind });
const CRD: ObjectKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/** Cluster-scoped kinds that nearly every chart brings. */
const OF_ANY_CHART: readonly ObjectKind[] = [
  CRD,
  rbac('ClusterRole'),
  rbac('ClusterRoleBinding'),
  admission('MutatingWebhookConfiguration'),
  admission('ValidatingWebhookConfiguration'),
];

/** What bundles of definitions bring: Gateway API guards its CRDs with an admission policy since 1.5. */
const OF_A_GIT_SOURCE: readonly ObjectKind[] = [
  CRD,
  admission('ValidatingAdmissionPolicy'),
  admission('ValidatingAdmissionPolicyBinding'),
];

/** Cluster-scoped kinds that a component's chart brings besides, read in its templates. Custom ones with a readiness come from there. */
const OF_CHART: Readonly<Record<string, readonly ObjectKind[]>> = {
  'aws-ebs-csi-driver': [
    { group: 'storage.k8s.io', kind: 'CSIDriver' },
    { group: 'storage.k8s.io', kind: 'StorageClass' },
    { group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshotClass' },
  ],
  'dra-driver-nvidia-gpu': [
    { group: 'resource.k8s.io', kind: 'DeviceClass' },
    admission('ValidatingAdmissionPolicy'),
    admission('ValidatingAdmissionPolicyBinding'),
  ],
  'dynamo-platform': [{ group: 'scheduling.k8s.io', kind: 'PriorityClass' }],
  'gpu-operator': [
    { group: 'nfd.k8s-sigs.io', kind: 'NodeFeatureRule' },
    { group: 'nvidia.com', kind: 'ClusterPolicy' },
    { group: 'nvidia.com', kind: 'NVIDIADriver' },
  ],
  'kai-scheduler': [
    { group: '', kind: 'Namespace' },
    { group: 'kai.scheduler', kind: 'Config' },
    { group: 'kai.scheduler', kind: 'SchedulingShard' },
    { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
    { group: 'scheduling.run.ai', kind: 'Queue' },
  ],
  kgateway: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass' }],
  'kubeflow-trainer': [{ group: 'trainer.kubeflow.org', kind: 'ClusterTrainingRuntime' }],
  'metrics-server': [{ group: 'apiregistration.k8s.io', kind: 'APIService' }],
  'network-operator': [{ group: 'nfd.k8s-sigs.io', kind: 'NodeFeatureRule' }],
  'prometheus-adapter': [{ group: 'apiregistration.k8s.io', kind: 'APIService' }],
};

/** Namespaces that a component's chart writes to besides its own: the value that names one. */
const NAMESPACE_OF_CHART: Readonly<Record<string, Path>> = {
  'kai-scheduler': ['global', 'resourceReservation', 'namespace'],
};

/**
 * The AppProject: exactly the repositories that are read, the namespaces that are written and the cluster-scoped kinds that come.
 *
 * Objects of our own are counted; for charts the kinds are a table. A chart of somebody else's component that brings more is
 * refused by Argo CD with the kind's name, which then goes into the option `clusterResources`.
 */
export function appProject(bundle: Bundle, git: GitLocation, options: ArgocdOptions): KubeObject {
  const steps = stepsOf(bundle);
  const sources = steps.flatMap((step) => [
    ...(step.release ? [argocdSource(step.release).repoURL] : []),
    ...(step.git ? [step.git.url] : []),
  ]);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: options.project ?? bundle.cluster.name, namespace: options.namespace },
    spec: {
      description: `Everything that cluster ${bundle.cluster.name} runs from its GitOps tree`,
      sourceRepos: unique([git.repoURL, ...sources]),
      destinations: [
        { server: IN_CLUSTER, namespace: options.namespace },
        ...namespacesOf(bundle, options).map((namespace) => ({ ...options.destination, namespace })),
      ],
      clusterResourceWhitelist: clusterKinds(bundle, options),
    },
  };
}

/** kube-system, because charts bind roles for the API aggregator there and scrape what runs there. */
function namespacesOf(bundle: Bundle, { namespaces }: ArgocdOptions): string[] {
  const charts = bundle.units.some((unit) => unit.release) ? ['kube-system'] : [];
  const objects = bundle.units.flatMap((unit) => Object.values(unit.objects).flat());
  return unique([
    ...charts,
    ...namespaces,
    ...bundle.namespaces.map((object) => object.metadata.name),
    ...bundle.units.flatMap((unit) => [unit.namespace, ...(unit.release ? [unit.release.namespace] : [])]),
    ...objects.flatMap((object) => object.metadata.namespace ?? []),
    ...bundle.units.flatMap(({ component, release }) => {
      const named = valueAt(release?.values, NAMESPACE_OF_CHART[component] ?? ['']);
      return typeof named === 'string' ? [named] : [];
    }),
  ]);
}

function clusterKinds(bundle: Bundle, { clusterResources }: ArgocdOptions): ObjectKind[] {
  const objects = [...bundle.namespaces, ...bundle.units.flatMap((unit) => Object.values(unit.objects).flat())];
  const kinds = [
    ...clusterResources,
    ...objects.filter((object) => object.metadata.namespace === undefined).map(kindOf),
    ...bundle.units.flatMap(({ component, release, git, readiness }) => [
      ...(release ? [...OF_ANY_CHART, ...(OF_CHART[component] ?? [])] : []),
      ...(git ? OF_A_GIT_SOURCE : []),
      ...readiness
        .filter(({ namespace }) => namespace === undefined)
        .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind })),
    ]),
  ];
  return [...new Map(kinds.map(({ group, kind }) => [kindKey({ group, kind }), { group, kind }]))]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, kind]) => kind);
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted(compareText);
