import type { KubeObject } from '../contract/manifests.ts';
import { tolerate } from '../contract/scheduling.ts';
import type { PlainMap } from '../plain.ts';
import type { SystemPool } from './plan.ts';

/** What puts the GitOps controller on a new cluster and points it at the cluster's tree. Everything else comes from Git. */
export interface GitOpsBootstrap {
  readonly namespace: string;
  readonly release: ControllerChart & { readonly name: string; readonly values: PlainMap };
  /** In the order in which they are applied. */
  readonly objects: readonly KubeObject[];
  /** The same by hand, one shell command each, from the folder of the repository. */
  readonly commands: readonly string[];
}

interface ControllerChart {
  readonly chart: string;
  /** Absent for a chart in a registry: its whole address stands in `chart`. */
  readonly repository?: string;
  /** Exact. */
  readonly version: string;
}

export interface BootstrapInput {
  /** Path of the cluster's tree in its repository. */
  readonly path: string;
  readonly namespace: string;
  readonly system: SystemPool;
  /** Objects of the tree's folder `bootstrap/`. */
  readonly objects: readonly KubeObject[];
}

/**
 * Argo CD with the health checks that waves wait for, then the project and the root Application of the tree.
 *
 * @see https://github.com/argoproj/argo-helm/tree/argo-cd-10.1.1/charts/argo-cd app v3.4.4; the trees want 3.4 or later
 */
export function argocdBootstrap({ path, namespace, system, objects }: BootstrapInput): GitOpsBootstrap {
  const isFragment = ({ kind }: KubeObject): boolean => kind === 'ConfigMap';
  const cm = (objects.find(isFragment)?.data ?? {}) as PlainMap;
  const tolerations = system.taints.map(tolerate);
  const release = {
    name: 'argo-cd',
    chart: 'argo-cd',
    repository: 'https://argoproj.github.io/argo-helm',
    version: '10.1.1',
    values: {
      configs: { cm },
      global: { nodeSelector: system.labels, ...(tolerations.length > 0 ? { tolerations } : {}) },
    },
  };
  const folder = `${path}/bootstrap`;
  return {
    namespace,
    release,
    objects: objects.filter((object) => !isFragment(object)),
    commands: [
      install({ ...release, values: { global: release.values.global } }, namespace),
      `kubectl --namespace ${namespace} patch configmap argocd-cm --type merge --patch-file ${folder}/argocd-cm.health.yaml`,
      `kubectl apply --server-side -f ${folder}/project.yaml`,
      `kubectl apply --server-side -f ${folder}/root.yaml`,
    ],
  };
}

/** Exact: the trees want 2.9 or later. */
const FLUX = '2.9.4';

/**
 * Flux by its operator, then the Git source and the root Kustomization of the tree.
 *
 * @see https://fluxoperator.dev/docs/crd/fluxinstance/ operator 0.58 brings the manifests of Flux 2.9.4 in its image
 */
export function fluxBootstrap({ path, namespace, system, objects }: BootstrapInput): GitOpsBootstrap {
  const tolerations = system.taints.map(tolerate);
  const release = {
    name: 'flux-operator',
    chart: 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator',
    version: '0.58.0',
    values: { ...(tolerations.length > 0 ? { tolerations } : {}) },
  };
  const scheduling = { nodeSelector: system.labels, ...(tolerations.length > 0 ? { tolerations } : {}) };
  const instance: KubeObject = {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'FluxInstance',
    metadata: {
      name: 'flux',
      namespace,
      // Pulumi waits until the controllers run: what comes next needs their kinds.
      annotations: { 'pulumi.com/waitFor': 'condition=Ready' },
    },
    spec: {
      distribution: { version: FLUX, registry: 'ghcr.io/fluxcd' },
      components: ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller'],
      cluster: { type: 'kubernetes', networkPolicy: true },
      kustomize: {
        patches: [
          {
            target: { kind: 'Deployment' },
            patch: JSON.stringify({
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              metadata: { name: 'all' },
              spec: { template: { spec: scheduling } },
            }),
          },
        ],
      },
    },
  };
  return {
    namespace,
    release,
    // kustomize reads kustomization.yaml itself; it is no object.
    objects: [instance, ...objects.filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config.k8s.io/'))],
    commands: [
      install(release, namespace),
      `kubectl apply --server-side -f - <<< '${JSON.stringify(instance)}'`,
      `kubectl --namespace ${namespace} wait fluxinstance/flux --for=condition=Ready --timeout=10m`,
      `kubectl apply --server-side -k ${path}/bootstrap`,
    ],
  };
}

const install = ({ name, chart, repository, version, values }: GitOpsBootstrap['release'], namespace: string): string =>
  [
    `helm upgrade --install ${name} ${chart}`,
    ...(repository ? [`--repo ${repository}`] : []),
    `--version ${version} --namespace ${namespace} --create-namespace --wait --timeout 15m`,
    `--values - <<< '${JSON.stringify(values)}'`,
  ].join(' ');
