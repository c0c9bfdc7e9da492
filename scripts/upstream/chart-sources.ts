import type { ChartSource } from '../../src/synth/upstream.ts';

/** A chart to index, and the sub-charts that its own repository does not hold. */
export interface ChartToIndex {
  readonly chart: string;
  /** The published version; the Chart.yaml of a source tree often says a placeholder. */
  readonly version: string;
  readonly source: ChartSource;
  readonly dependencies?: readonly ChartToIndex[];
  /** Where the clone lies when not named for the repository: a fork that holds the same commit. */
  readonly clone?: string;
}

const from = (repository: string, ref: string, path: string, note?: string): ChartSource => ({
  repository: `https://github.com/${repository}`,
  ref,
  path,
  ...(note ? { note } : {}),
});

const prometheus = (chart: string, version: string, dependencies: readonly ChartToIndex[] = []): ChartToIndex => ({
  chart,
  version,
  source: from('prometheus-community/helm-charts', `${chart}-${version}`, `charts/${chart}`),
  dependencies,
});

const jobset: ChartToIndex = {
  chart: 'jobset',
  version: '0.12.0',
  source: from('kubernetes-sigs/jobset', 'v0.12.0', 'charts/jobset'),
};

const bitnamiCommon = (ref: string): ChartToIndex => ({
  chart: 'common',
  version: '2.x.x',
  source: from('bitnami/charts', ref, 'bitnami/common'),
});

/** The commit that registers v1.19.0; the release's own tag was not at hand. */
const nvsentinel = from(
  'NVIDIA/NVSentinel',
  'e002c5dc6be1befb5f4defbc61726da2b15edc88',
  'distros/kubernetes/nvsentinel',
  'main at the commit that registers v1.19.0, not the release tag',
);

/** A folder of the last commit at which the chart says 1.4.0; the release branch starts there. */
const dynamo = (path: string): ChartSource =>
  from(
    'ai-dynamo/dynamo',
    'e147ceeac0563354f530b9624d0fc90ccfa6952a',
    `deploy/helm/charts/platform${path}`,
    'main just before the version moves to 1.5.0 (1.4.0 branch cut), not the release tag',
  );

/** Every chart that src/upstream/charts holds. To add one: a line here, then run chart-index.ts. */
export const CHARTS: readonly ChartToIndex[] = [
  {
    chart: 'aws-ebs-csi-driver',
    version: '2.64.0',
    source: from(
      'kubernetes-sigs/aws-ebs-csi-driver',
      'helm-chart-aws-ebs-csi-driver-2.64.0',
      'charts/aws-ebs-csi-driver',
    ),
  },
  {
    chart: 'aws-efa-k8s-device-plugin',
    version: 'v0.5.30',
    source: from('aws/eks-charts', 'v0.0.242', 'stable/aws-efa-k8s-device-plugin'),
  },
  {
    chart: 'cert-manager',
    version: 'v1.21.1',
    source: from('cert-manager/cert-manager', 'v1.21.1', 'deploy/charts/cert-manager'),
  },
  {
    chart: 'dra-driver-nvidia-gpu',
    version: '0.4.1',
    source: from('kubernetes-sigs/dra-driver-nvidia-gpu', 'v0.4.1', 'deployments/helm/dra-driver-nvidia-gpu'),
  },
  {
    chart: 'dynamo-platform',
    version: '1.4.0',
    source: dynamo(''),
    clone: 'wxsms+dynamo',
    dependencies: [
      {
        chart: 'dynamo-operator',
        version: '1.4.0',
        source: dynamo('/components/operator'),
        clone: 'wxsms+dynamo',
      },
      { chart: 'nats', version: '1.3.2', source: from('nats-io/k8s', 'nats-1.3.2', 'helm/charts/nats') },
      {
        chart: 'etcd',
        version: '12.0.18',
        source: from('bitnami/charts', 'etcd/12.0.18', 'bitnami/etcd'),
        dependencies: [bitnamiCommon('etcd/12.0.18')],
      },
      {
        chart: 'kai-scheduler',
        version: 'v0.13.4',
        source: from('kai-scheduler/KAI-Scheduler', 'v0.13.4', 'deployments/kai-scheduler'),
      },
      {
        chart: 'grove-charts',
        version: 'v0.1.0-alpha.12-rc1',
        source: from('ai-dynamo/grove', 'v0.1.0-alpha.12-rc1', 'operator/charts'),
      },
    ],
  },
  {
    chart: 'gpu-operator',
    version: 'v26.3.3',
    source: from('NVIDIA/gpu-operator', 'v26.3.3', 'deployments/gpu-operator'),
  },
  jobset,
  {
    chart: 'k8s-ephemeral-storage-metrics',
    version: '1.19.2',
    source: from('jmcgrath207/k8s-ephemeral-storage-metrics', '1.19.2', 'chart'),
  },
  {
    chart: 'kai-scheduler',
    version: 'v0.17.0',
    source: from('kai-scheduler/KAI-Scheduler', 'v0.17.0', 'deployments/kai-scheduler'),
  },
  {
    chart: 'kgateway',
    version: 'v2.0.5',
    source: from('kgateway-dev/kgateway', 'v2.0.5', 'install/helm/kgateway'),
    clone: 'timflannagan+kgateway',
  },
  {
    chart: 'kgateway-crds',
    version: 'v2.0.5',
    source: from('kgateway-dev/kgateway', 'v2.0.5', 'install/helm/kgateway-crds'),
    clone: 'timflannagan+kgateway',
  },
  prometheus('kube-prometheus-stack', '88.5.3', [
    prometheus('kube-state-metrics', '8.4.0'),
    prometheus('prometheus-node-exporter', '4.56.1'),
    prometheus('prometheus-windows-exporter', '0.12.8'),
    {
      chart: 'grafana',
      version: '12.11.1',
      source: from('grafana-community/helm-charts', 'grafana-12.11.1', 'charts/grafana'),
    },
  ]),
  {
    chart: 'kubeflow-trainer',
    version: '2.3.0',
    source: from('kubeflow/trainer', 'v2.3.0', 'charts/kubeflow-trainer'),
    dependencies: [
      jobset,
      { chart: 'lws', version: '0.8.0', source: from('kubernetes-sigs/lws', 'v0.8.0', 'charts/lws') },
    ],
  },
  {
    chart: 'metrics-server',
    version: '3.13.1',
    source: from('kubernetes-sigs/metrics-server', 'metrics-server-helm-chart-3.13.1', 'charts/metrics-server'),
  },
  {
    chart: 'network-operator',
    version: '26.4.1',
    source: from('Mellanox/network-operator', 'v26.4.1', 'deployment/network-operator'),
  },
  {
    chart: 'nodewright',
    version: 'v0.20.0',
    source: from(
      'NVIDIA/nodewright',
      'chart/v0.20.0',
      'chart',
      'reconstructed file by file without the tag: values of v0.20.0; templates read at several commits, some of the former repository NVIDIA/skyhook and some older than v0.20.0',
    ),
    clone: 'nodewright-v0.20',
  },
  {
    chart: 'nvsentinel',
    version: 'v1.19.0',
    source: nvsentinel,
    clone: 'lalitadithya+NVSentinel',
  },
  prometheus('prometheus-adapter', '5.3.0'),
  prometheus('prometheus-operator-crds', '31.0.1'),
  {
    chart: 'skyhook-operator',
    version: 'v0.15.1',
    source: from('NVIDIA/nodewright', 'chart/v0.15.1', 'chart'),
  },
];
