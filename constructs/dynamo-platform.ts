import { Construct } from 'constructs';
import { traced } from '../src/contract/attribution.ts';
import { defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { CnsError } from '../src/errors.ts';
import { type DynamoPlatformProps, dynamoPlatformProps, type ParsedProps } from './dynamo-platform/props.ts';

const GROVE_REGISTRY = 'ghcr.io/ai-dynamo/grove';

/**
 * NVIDIA Dynamo: inference deployments over many nodes, with Grove, and KAI Scheduler where the cluster has it.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, and for the etcd backend without an etcd
 * @see https://docs.nvidia.com/dynamo/latest/
 */
export class DynamoPlatform extends Construct {
  constructor(scope: Construct, id: string, input: DynamoPlatformProps) {
    super(scope, id);
    const parsed = parseProps('dynamo-platform', dynamoPlatformProps, input);
    if (parsed.discoveryBackend === 'etcd' && parsed.etcdAddress === undefined) {
      throw new CnsError({
        code: 'PROPS_INVALID',
        path: 'components.dynamo-platform.etcdAddress',
        message: 'is missing: discovery backend etcd needs the address of an etcd',
        hint: 'give etcdAddress, or set discoveryBackend to kubernetes',
      });
    }
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'dynamo-platform',
      namespace,
      raw,
      values: {
        global: {
          // From 1.0 on Dynamo needs neither; both would bring volumes, and etcd an image that is no longer maintained.
          etcd: { install: false },
          nats: { install: false },
          grove: { install: by((p) => p.grove.install), enabled: by((p) => groveEnabled(p)) },
          // KAI is a component of its own: one scheduler in a cluster, and newer than the one this chart pins.
          'kai-scheduler': { install: false, enabled: by((p) => kaiEnabled(p)) },
        },
        'dynamo-operator': {
          upgradeCRD: by((p) => p.operator.applyCrds),
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
          discoveryBackend: by((p) => p.discoveryBackend),
          etcdAddr: by((p) => p.etcdAddress),
          natsAddr: by((p) => p.natsAddress),
          gpuDiscovery: { enabled: by((p) => p.operator.gpuDiscovery) },
          controllerManager: {
            replicas: by((p) => p.operator.replicas),
            tolerations: by((p) => p.cluster.systemNodes.tolerations),
            // The template has no node selector: the labels stand as an affinity, which says the same.
            affinity: by((p) => labelAffinity(p.cluster.systemNodes.selector)),
            manager: {
              image: {
                repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/ai-dynamo/kubernetes-operator')),
                tag: by((p) => p.operator.imageTag),
              },
              resources: { requests: by((p) => p.operator.requests), limits: by((p) => p.operator.limits) },
            },
          },
          dynamo: {
            metrics: {
              prometheusEndpoint: by((p) => p.prometheusEndpoint ?? prometheusOf(p)),
              podMonitors: { enabled: by((p) => monitored(p)) },
            },
          },
          // Left open, the chart would ask the API server, which a controller that renders offline cannot.
          metricsService: { enabled: by((p) => monitored(p)) },
          webhook: { certManager: { enabled: by((p) => p.certificates === 'cert-manager') } },
        },
        grove: {
          image: {
            repository: by((p) =>
              p.grove.install ? mirrored(p.cluster, `${GROVE_REGISTRY}/grove-operator`) : undefined,
            ),
          },
          deployment: { env: by((p) => groveEnv(p)) },
          nodeSelector: by((p) => (p.grove.install ? p.cluster.systemNodes.selector : undefined)),
          tolerations: by((p) => (p.grove.install ? p.cluster.systemNodes.tolerations : undefined)),
          resources: {
            requests: by((p) => (p.grove.install ? p.grove.requests : undefined)),
            limits: by((p) => (p.grove.install ? p.grove.limits : undefined)),
          },
          config: {
            scheduler: { profiles: by((p) => (p.grove.install ? groveProfiles(p) : undefined)) },
            topologyAwareScheduling: { enabled: by((p) => (p.grove.install ? p.grove.topologyAware : undefined)) },
            network: { autoMNNVLEnabled: by((p) => (p.grove.install ? p.grove.multiNodeNvlink : undefined)) },
          },
        },
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const groveEnabled = ({ grove }: ParsedProps): boolean => grove.enabled ?? grove.install;

const kaiEnabled = (p: ParsedProps): boolean => p.kaiScheduler ?? p.cluster.components.includes('kai-scheduler');

const monitored = (p: ParsedProps): boolean => p.monitors ?? p.cluster.components.includes('prometheus-operator-crds');

const prometheusOf = ({ cluster }: ParsedProps): string | undefined =>
  cluster.components.includes('kube-prometheus-stack')
    ? `http://kube-prometheus-prometheus.${cluster.namespaces['kube-prometheus-stack'] ?? 'monitoring'}.svc.cluster.local:9090`
    : undefined;

/** Schedulers that Grove may hand pods to; the chart's own list names KAI also where there is none. */
const groveProfiles = (p: ParsedProps) =>
  ['default-scheduler', ...(kaiEnabled(p) ? ['kai-scheduler'] : [])].map((name) => ({ name }));

/** Grove puts an init container into pods of workloads; where it comes from is an environment variable of the operator. */
function groveEnv({ grove, cluster }: ParsedProps) {
  const image = mirrored(cluster, `${GROVE_REGISTRY}/grove-initc`);
  return grove.install && image ? [{ name: 'GROVE_INIT_CONTAINER_IMAGE', value: image }] : undefined;
}

function labelAffinity(selector: Readonly<Record<string, string>>) {
  const matchExpressions = Object.entries(selector).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return matchExpressions.length === 0
    ? undefined
    : {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
        },
      };
}

export const dynamoPlatform = defineComponent({
  name: 'dynamo-platform',
  title: 'NVIDIA Dynamo platform',
  summary: 'Inference deployments over many GPU nodes, placed as gangs.',
  homepage: 'https://docs.nvidia.com/dynamo/latest/',
  props: dynamoPlatformProps,
  supports: '>= 1.4 < 1.5',
  after: ['cert-manager', 'prometheus-operator-crds', 'kube-prometheus-stack', 'gpu-operator', 'kai-scheduler'],
  claims: ({ grove }) => ['dynamo', ...(grove.install ? ['grove'] : [])],
  scheduling: {
    system: [
      'dynamo-operator.controllerManager.affinity',
      'dynamo-operator.controllerManager.tolerations',
      'grove.nodeSelector',
      'grove.tolerations',
    ],
    accelerated: [],
  },
  images: ({ grove }) =>
    grove.install
      ? [
          {
            image: `${GROVE_REGISTRY}/grove-initc`,
            architectures: ['amd64', 'arm64'],
            nodeSide: true,
            source: 'https://github.com/ai-dynamo/grove/blob/v0.1.0-alpha.12-rc1/.github/workflows/push-artifacts.yaml',
          },
        ]
      : [],
  readiness: ({ namespace, grove }) => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'dynamo-platform-dynamo-operator-controller-manager',
      namespace,
    },
    ...(grove.install ? [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'grove-operator', namespace }] : []),
  ],
  // The operator's pods leave the seccomp profile open, which `restricted` refuses.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
  create: (scope, id, input) => new DynamoPlatform(scope, id, input),
});
