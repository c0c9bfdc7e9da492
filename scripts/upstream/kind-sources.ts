import type { ChartSource } from '../../src/synth/upstream.ts';

/** Files of one repository at one tag, and the kinds to take from them. */
export interface CrdSource {
  readonly source: ChartSource;
  /** Files below the source's path. */
  readonly files: readonly string[];
  /** `Kind/version`; none means all. */
  readonly kinds?: readonly string[];
  readonly clone?: string;
}

const at = (repository: string, ref: string, path: string, note?: string): ChartSource => ({
  repository: `https://github.com/${repository}`,
  ref,
  path,
  ...(note ? { note } : {}),
});

/** Kubernetes release whose OpenAPI is read: the newest patch of the middle of the supported range. */
export const KUBERNETES = at('kubernetes/kubernetes', 'v1.34.2', 'api/openapi-spec/v3');

/** Built-in kinds by OpenAPI file. */
export const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  api__v1: [
    'ConfigMap',
    'LimitRange',
    'Namespace',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apis__apiextensions.k8s.io__v1': ['CustomResourceDefinition'],
  apis__apps__v1: ['DaemonSet', 'Deployment', 'StatefulSet'],
  apis__batch__v1: ['CronJob', 'Job'],
  'apis__networking.k8s.io__v1': ['NetworkPolicy'],
  apis__policy__v1: ['PodDisruptionBudget'],
  'apis__rbac.authorization.k8s.io__v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'apis__resource.k8s.io__v1': ['DeviceClass', 'ResourceClaimTemplate'],
  'apis__scheduling.k8s.io__v1': ['PriorityClass'],
  'apis__storage.k8s.io__v1': ['StorageClass'],
};

/** Custom resources that constructs or deployers write. To add one: a line here, then run kind-index.ts. */
export const CRDS: readonly CrdSource[] = [
  {
    source: at('argoproj/argo-cd', 'v3.4.4', 'manifests/crds'),
    files: ['application-crd.yaml', 'applicationset-crd.yaml', 'appproject-crd.yaml'],
  },
  {
    source: at('fluxcd/source-controller', 'v1.9.1', 'config/crd/bases'),
    files: ['gitrepositories', 'helmrepositories', 'ocirepositories'].map((n) => `source.toolkit.fluxcd.io_${n}.yaml`),
    kinds: ['GitRepository/v1', 'HelmRepository/v1', 'OCIRepository/v1'],
  },
  {
    source: at('fluxcd/helm-controller', 'v1.6.3', 'config/crd/bases'),
    files: ['helm.toolkit.fluxcd.io_helmreleases.yaml'],
    kinds: ['HelmRelease/v2'],
  },
  {
    source: at('fluxcd/kustomize-controller', 'v1.9.4', 'config/crd/bases'),
    files: ['kustomize.toolkit.fluxcd.io_kustomizations.yaml'],
    kinds: ['Kustomization/v1'],
  },
  {
    source: at('NVIDIA/nodewright', 'chart/v0.15.1', 'operator/config/crd/bases'),
    files: ['skyhook.nvidia.com_deploymentpolicies.yaml', 'skyhook.nvidia.com_skyhooks.yaml'],
  },
  {
    source: at('Mellanox/network-operator', 'v26.4.1', 'deployment/network-operator/crds'),
    files: [
      'k8s.cni.cncf.io_networkattachmentdefinitions_crd.yaml',
      'mellanox.com_hostdevicenetworks.yaml',
      'mellanox.com_ipoibnetworks.yaml',
      'mellanox.com_macvlannetworks.yaml',
      'mellanox.com_nicclusterpolicies.yaml',
    ],
  },
  {
    source: at(
      'Mellanox/network-operator',
      'v26.4.1',
      'deployment/network-operator/charts/sriov-network-operator/crds',
    ),
    files: ['sriovibnetworks', 'sriovnetworknodepolicies', 'sriovnetworks'].map(
      (n) => `sriovnetwork.openshift.io_${n}.yaml`,
    ),
  },
  {
    source: at('Mellanox/nvidia-k8s-ipam', 'v0.4.0', 'deploy/crds'),
    files: ['nv-ipam.nvidia.com_cidrpools.yaml', 'nv-ipam.nvidia.com_ippools.yaml'],
  },
  {
    source: at('NVIDIA/gpu-operator', 'v26.3.3', 'deployments/gpu-operator/crds'),
    files: ['nvidia.com_clusterpolicies.yaml', 'nvidia.com_nvidiadrivers.yaml'],
  },
  {
    source: at('kubernetes-sigs/dra-driver-nvidia-gpu', 'v0.4.1', 'deployments/helm/dra-driver-nvidia-gpu/crds'),
    files: ['resource.nvidia.com_computedomains.yaml'],
    kinds: ['ComputeDomain/v1beta1'],
  },
  {
    source: at('cert-manager/cert-manager', 'v1.21.1', 'deploy/crds'),
    files: ['certificates', 'clusterissuers', 'issuers'].map((name) => `cert-manager.io_${name}.yaml`),
  },
  {
    source: at(
      'prometheus-community/helm-charts',
      'prometheus-operator-crds-31.0.1',
      'charts/prometheus-operator-crds/charts/crds/templates',
    ),
    files: ['podmonitors', 'prometheusrules', 'servicemonitors'].map((name) => `crd-${name}.yaml`),
  },
  {
    source: at('kubernetes-sigs/gateway-api', 'v1.6.1', 'config/crd/standard'),
    files: ['gatewayclasses', 'gateways', 'httproutes'].map((name) => `gateway.networking.k8s.io_${name}.yaml`),
    kinds: ['GatewayClass/v1', 'Gateway/v1', 'HTTPRoute/v1'],
  },
  {
    source: at('kgateway-dev/kgateway', 'v2.0.5', 'install/helm/kgateway-crds/templates'),
    files: ['gateway.kgateway.dev_gatewayparameters.yaml'],
    clone: 'timflannagan+kgateway',
  },
  {
    source: at('kubernetes-sigs/gateway-api-inference-extension', 'v1.6.0', 'config/crd/bases'),
    files: ['inference.networking.k8s.io_inferencepools.yaml'],
    kinds: ['InferencePool/v1'],
  },
  {
    source: at('kubeflow/trainer', 'v2.3.0', 'manifests/base/crds'),
    files: ['clustertrainingruntimes', 'trainingruntimes', 'trainjobs'].map(
      (name) => `trainer.kubeflow.org_${name}.yaml`,
    ),
  },
  {
    source: at('kubernetes-sigs/jobset', 'v0.12.0', 'config/components/crd/bases'),
    files: ['jobset.x-k8s.io_jobsets.yaml'],
    kinds: ['JobSet/v1alpha2'],
  },
  {
    source: at('kai-scheduler/KAI-Scheduler', 'v0.17.0', 'deployments/kai-scheduler/crds'),
    files: [
      'kai.scheduler_configs.yaml',
      'kai.scheduler_schedulingshards.yaml',
      'kai.scheduler_topologies.yaml',
      'scheduling.run.ai_queues.yaml',
    ],
    kinds: ['Config/v1', 'SchedulingShard/v1', 'Topology/v1alpha1', 'Queue/v2'],
  },
  {
    source: at(
      'ai-dynamo/dynamo',
      'e147ceeac0563354f530b9624d0fc90ccfa6952a',
      'deploy/operator/config/crd/bases',
      'main just before the version moves to 1.5.0 (1.4.0 branch cut), not the release tag',
    ),
    files: ['nvidia.com_dynamographdeployments.yaml'],
    kinds: ['DynamoGraphDeployment/v1alpha1'],
    clone: 'wxsms+dynamo',
  },
  {
    source: at('external-secrets/external-secrets', 'v2.9.0', 'config/crds/bases'),
    files: ['external-secrets.io_externalsecrets.yaml'],
    kinds: ['ExternalSecret/v1'],
  },
];

/** Kinds whose CRD is not public, from a catalogue of JSON schemas that people took from live clusters. */
export const CATALOGUE = {
  source: at(
    'datreeio/CRDs-catalog',
    '7b1e26ef9deea49293714d204c1a2270aab1178f',
    'networking.gke.io',
    'schema taken from a cluster; its upstream version is not recorded',
  ),
  kinds: [
    { apiVersion: 'networking.gke.io/v1', kind: 'GKENetworkParamSet', file: 'gkenetworkparamset_v1.json' },
    { apiVersion: 'networking.gke.io/v1', kind: 'Network', file: 'network_v1.json' },
  ],
} as const;
