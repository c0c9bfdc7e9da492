import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import {
  customMetrics,
  customRule,
  dcgmExternalMetrics,
  externalMetrics,
  externalRule,
} from './prometheus-adapter/rules.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  replicas: z.int().min(1).default(1),
  /**
   * Prometheus to ask, scheme and host.
   *
   * @default - that of kube-prometheus-stack in its namespace
   */
  prometheusUrl: z.url({ protocol: /^https?$/ }).optional(),
  prometheusPort: z.int().min(1).max(65535).default(9090),
  /** How often the list of series is read again. Unit: seconds. */
  relistIntervalSeconds: z.int().min(10).default(30),
  /** Add the chart's rules for every series that it finds. Off: only the metrics below exist, and the adapter stays small. */
  defaultRules: z.boolean().default(false),
  /** Metrics of pods, for horizontal autoscaling by GPU, by the name that the API shows. */
  customMetrics,
  /**
   * Metrics of the whole cluster, by the name that the API shows.
   *
   * @default - averages of DCGM over all GPUs; none where keda is among `cluster.components`, which owns that API
   */
  externalMetrics: externalMetrics.optional(),
  /** Who makes the certificate of the API: the adapter at every start, unverified, or cert-manager. */
  certificates: z.enum(['self-signed', 'cert-manager']).default('self-signed'),
  requests: quantities.optional(),
  limits: quantities.optional(),
  /** Existing priority class. @default - none */
  priorityClass: z.string().optional(),
});

export type PrometheusAdapterProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * Prometheus adapter: DCGM series as metrics that a HorizontalPodAutoscaler reads.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
 */
export class PrometheusAdapter extends Construct {
  constructor(scope: Construct, id: string, input: PrometheusAdapterProps) {
    super(scope, id);
    const parsed = parseProps('prometheus-adapter', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      // The chart has no override of its full name: the release gives the name of every object.
      release: 'prometheus-adapter',
      namespace,
      raw,
      values: {
        image: {
          repository: by((p) => mirrored(p.cluster, 'registry.k8s.io/prometheus-adapter/prometheus-adapter')),
          pullSecrets: by((p) => (p.cluster.pullSecrets.length > 0 ? p.cluster.pullSecrets : undefined)),
        },
        replicas: by((p) => p.replicas),
        podDisruptionBudget: { enabled: by((p) => p.replicas > 1) },
        prometheus: {
          url: by(
            (p) =>
              p.prometheusUrl ??
              `http://kube-prometheus-prometheus.${p.cluster.namespaces['kube-prometheus-stack'] ?? 'monitoring'}.svc`,
          ),
          port: by((p) => p.prometheusPort),
        },
        metricsRelistInterval: by((p) => `${p.relistIntervalSeconds}s`),
        rules: {
          default: by((p) => p.defaultRules),
          custom: by((p) => Object.entries(p.customMetrics).map(([name, metric]) => customRule(name, metric))),
          external: by((p) => Object.entries(external(p)).map(([name, metric]) => externalRule(name, metric))),
        },
        certManager: { enabled: by((p) => p.certificates === 'cert-manager') },
        resources: { requests: by((p) => p.requests), limits: by((p) => p.limits) },
        priorityClassName: by((p) => p.priorityClass),
        nodeSelector: by((p) => p.cluster.systemNodes.selector),
        tolerations: by((p) => p.cluster.systemNodes.tolerations),
      },
    });
  }
}

const external = ({ externalMetrics: given, cluster }: Parsed) =>
  given ?? (cluster.components.includes('keda') ? {} : dcgmExternalMetrics);

/** The metric APIs that the chart registers: one for each kind of rule that there is. */
const apis = (p: Parsed): readonly ('custom' | 'external')[] => [
  ...(p.defaultRules || Object.keys(p.customMetrics).length > 0 ? (['custom'] as const) : []),
  ...(Object.keys(external(p)).length > 0 ? (['external'] as const) : []),
];

export const prometheusAdapter = defineComponent({
  name: 'prometheus-adapter',
  title: 'Prometheus adapter',
  summary: 'GPU utilization, memory and power as metrics for horizontal autoscaling.',
  homepage: 'https://github.com/kubernetes-sigs/prometheus-adapter',
  props,
  supports: '>= 5.3 < 5.4',
  dependsOn: ['kube-prometheus-stack'],
  after: ['cert-manager'],
  claims: (p) => apis(p).map((api) => `${api}.metrics.k8s.io`),
  scheduling: { system: ['nodeSelector', 'tolerations'], accelerated: [] },
  readiness: (p) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'prometheus-adapter', namespace: p.namespace },
    ...apis(p).map((api) => ({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      name: `v1beta1.${api}.metrics.k8s.io`,
    })),
  ],
  create: (scope, id, input) => new PrometheusAdapter(scope, id, input),
});
