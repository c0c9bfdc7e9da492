import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  /** From 2 on a disruption budget of one unavailable pod is made too. */
  replicas: z.int().min(1).default(1),
  /**
   * Take any certificate of a kubelet.
   *
   * @default - on for service `kind` only, whose kubelets sign their own
   */
  kubeletInsecureTls: z.boolean().optional(),
  /** On the host's network, where the API server cannot reach pods. */
  hostNetwork: z.boolean().default(false),
  /** Who makes the certificate of the API: the server itself, unverified, or cert-manager with `cluster.issuer`, where one is given. */
  certificates: z.enum(['self-signed', 'cert-manager']).default('self-signed'),
  /** Metrics of its own, with a ServiceMonitor. @default - on where prometheus-operator-crds is among `cluster.components` */
  serviceMonitor: z.boolean().optional(),
  /** Upstream's numbers serve clusters up to 100 nodes; beyond, 1m CPU and 2Mi memory a node more. */
  requests: quantities.default({ cpu: '100m', memory: '200Mi' }),
  limits: quantities.optional(),
  /** Existing priority class. */
  priorityClass: z.string().default('system-cluster-critical'),
});

export type MetricsServerProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * Metrics server: CPU and memory of pods and nodes for autoscaling and `kubectl top`.
 *
 * GKE and AKS bring their own, EKS has an add-on: not beside one of them.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://kubernetes-sigs.github.io/metrics-server/
 */
export class MetricsServer extends Construct {
  constructor(scope: Construct, id: string, input: MetricsServerProps) {
    super(scope, id);
    const parsed = parseProps('metrics-server', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'metrics-server',
      namespace,
      raw,
      values: {
        fullnameOverride: 'metrics-server',
        image: { repository: by((p) => mirrored(p.cluster, 'registry.k8s.io/metrics-server/metrics-server')) },
        imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        replicas: by((p) => p.replicas),
        podDisruptionBudget: {
          enabled: by((p) => p.replicas > 1),
          maxUnavailable: by((p) => (p.replicas > 1 ? 1 : undefined)),
        },
        args: by((p) =>
          (p.kubeletInsecureTls ?? p.cluster.service === 'kind') ? ['--kubelet-insecure-tls'] : undefined,
        ),
        hostNetwork: { enabled: by((p) => p.hostNetwork) },
        // 10250 is the kubelet's on the host network.
        containerPort: by((p) => (p.hostNetwork ? 4443 : undefined)),
        tls: {
          type: by((p) => (p.certificates === 'cert-manager' ? 'cert-manager' : 'metrics-server')),
          certManager: {
            existingIssuer: by((p) =>
              p.certificates === 'cert-manager' && p.cluster.issuer
                ? { enabled: true, ...p.cluster.issuer }
                : undefined,
            ),
          },
        },
        apiService: { insecureSkipTLSVerify: by((p) => p.certificates === 'self-signed') },
        metrics: { enabled: by((p) => monitored(p)) },
        serviceMonitor: { enabled: by((p) => monitored(p)) },
        resources: { requests: by((p) => p.requests), limits: by((p) => p.limits) },
        priorityClassName: by((p) => p.priorityClass),
        nodeSelector: by((p) => p.cluster.systemNodes.selector),
        tolerations: by((p) => p.cluster.systemNodes.tolerations),
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const monitored = (p: Parsed): boolean => p.serviceMonitor ?? p.cluster.components.includes('prometheus-operator-crds');

export const metricsServer = defineComponent({
  name: 'metrics-server',
  title: 'Metrics server',
  summary: 'CPU and memory of pods and nodes for autoscaling.',
  homepage: 'https://kubernetes-sigs.github.io/metrics-server/',
  props,
  supports: '>= 3.13.1 < 3.14',
  after: ['cert-manager', 'prometheus-operator-crds'],
  claims: () => ['metrics.k8s.io'],
  scheduling: { system: ['nodeSelector', 'tolerations'], accelerated: [] },
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'metrics-server', namespace },
    { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', name: 'v1beta1.metrics.k8s.io' },
  ],
  create: (scope, id, input) => new MetricsServer(scope, id, input),
});
