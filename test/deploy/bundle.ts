import { clusterContext } from '../../src/contract/cluster.ts';
import type { HelmRelease } from '../../src/contract/helm-chart.ts';
import type { Bundle, ComponentManifests, KubeObject } from '../../src/contract/manifests.ts';

/** A release as a construct records it. */
export function release(parts: Partial<HelmRelease> & Pick<HelmRelease, 'name' | 'version'>): HelmRelease {
  return {
    repository: 'https://charts.example.com',
    release: parts.name,
    namespace: parts.name,
    values: {},
    timeoutSeconds: 600,
    wait: true,
    attribution: new Map(),
    ...parts,
  };
}

/** A component's manifests with everything absent that is not named. */
export function unit(
  parts: Omit<Partial<ComponentManifests>, 'objects'> & {
    readonly component: string;
    readonly objects?: Partial<ComponentManifests['objects']>;
  },
): ComponentManifests {
  const { component, objects = {} } = parts;
  return {
    title: component,
    summary: `What ${component} is for.`,
    homepage: `https://example.com/${component}`,
    namespace: component,
    dependsOn: [],
    wave: 1,
    readiness: [],
    images: [],
    scheduling: { system: [], accelerated: [] },
    ...parts,
    objects: { before: [], main: [], after: [], ...objects },
  };
}

export const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const privileged = { 'pod-security.kubernetes.io/enforce': 'privileged' };

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Six components: a chart, a chart with all phases and a resource that needs nodes, an OCI chart, CRDs from Git, manifests only, and an OCI chart by digest. */
export const bundle: Bundle = {
  cluster: clusterContext.parse({ name: 'eks-h100-training', service: 'eks', accelerator: 'h100' }),
  git: { repoURL: 'https://git.example.com/platform/clusters.git', revision: 'main', path: 'dist/eks-h100-training' },
  options: {},
  namespaces: [
    namespace('cert-manager'),
    namespace('gpu-operator', privileged),
    namespace('nodewright', privileged),
    namespace('nvsentinel', privileged),
  ],
  units: [
    unit({
      component: 'cert-manager',
      release: release({
        repository: 'https://charts.jetstack.io',
        name: 'cert-manager',
        version: 'v1.21.1',
        values: { crds: { enabled: true, keep: true } },
      }),
      readiness: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cert-manager-webhook', namespace: 'cert-manager' },
      ],
    }),
    unit({
      component: 'gateway-api-crds',
      namespace: 'kube-system',
      git: {
        url: 'https://github.com/kubernetes-sigs/gateway-api',
        tag: 'v1.2.1',
        commit: COMMIT,
        path: 'config/crd/standard',
      },
      readiness: [
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          name: 'gateways.gateway.networking.k8s.io',
        },
      ],
    }),
    unit({
      component: 'gpu-operator',
      dependsOn: ['cert-manager'],
      wave: 2,
      release: release({
        repository: 'https://helm.ngc.nvidia.com/nvidia',
        name: 'gpu-operator',
        version: 'v26.3.3',
        values: { driver: { version: '580.82.07' }, toolkit: { enabled: true } },
        timeoutSeconds: 1200,
      }),
      objects: {
        before: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'dcgm-metrics', namespace: 'gpu-operator' },
            data: { 'metrics.csv': 'DCGM_FI_DEV_GPU_TEMP, gauge, GPU temperature\n' },
          },
        ],
      },
      readiness: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gpu-operator', namespace: 'gpu-operator' },
        {
          apiVersion: 'nvidia.com/v1',
          kind: 'ClusterPolicy',
          name: 'cluster-policy',
          field: { path: 'status.state', ready: 'ready' },
          needsNodes: true,
        },
      ],
    }),
    unit({
      component: 'nodewright',
      dependsOn: ['cert-manager'],
      wave: 2,
      release: release({
        repository: 'oci://ghcr.io/nvidia/nodewright/charts',
        name: 'nodewright',
        version: 'v0.20.0',
        values: { estimatedNodeCount: 16 },
      }),
      objects: {
        after: [
          {
            apiVersion: 'nodewright.nvidia.com/v1alpha1',
            kind: 'NodeWright',
            metadata: { name: 'tuning' },
            spec: { runtimeRequired: true, interruptionBudget: { count: 1 } },
          },
        ],
      },
      readiness: [
        {
          apiVersion: 'nodewright.nvidia.com/v1alpha1',
          kind: 'NodeWright',
          name: 'tuning',
          field: { path: 'status.status', ready: 'complete', failed: ['erroring'] },
          needsNodes: true,
        },
      ],
    }),
    unit({
      component: 'fabric-env',
      namespace: 'gpu-operator',
      dependsOn: ['gpu-operator', 'gateway-api-crds'],
      wave: 3,
      objects: {
        main: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'nccl', namespace: 'gpu-operator' },
            data: { NCCL_DEBUG: 'WARN' },
          },
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'nccl', namespace: 'nvsentinel' },
            data: { NCCL_DEBUG: 'WARN' },
          },
        ],
      },
    }),
    unit({
      component: 'nvsentinel',
      dependsOn: ['cert-manager', 'gpu-operator'],
      wave: 3,
      release: release({
        repository: 'oci://ghcr.io/nvidia',
        name: 'nvsentinel',
        version: '1.19.0+build.1',
        digest: `sha256:${'ab'.repeat(32)}`,
        wait: false,
        values: {},
      }),
      readiness: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'labeler', namespace: 'nvsentinel' }],
    }),
  ],
};
