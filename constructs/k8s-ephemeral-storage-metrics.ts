import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });
const on = z.boolean().default(true);

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  /** One pod that asks every kubelet through the API server, or one pod a node. */
  deployAs: z.enum(['Deployment', 'DaemonSet']).default('Deployment'),
  /** How often kubelets are asked. Unit: seconds. */
  intervalSeconds: z.int().min(5).default(15),
  /** Kubelets that are asked at one time. */
  nodeConcurrency: z.int().min(1).default(10),
  /** Gauges to publish. */
  gauges: z
    .strictObject({
      podUsage: on,
      nodeAvailable: on,
      nodeCapacity: on,
      nodePercentage: on,
      containerLimitPercentage: on,
      containerVolumeUsage: on,
      containerVolumeLimitPercentage: on,
      inodes: on,
    })
    .prefault({}),
  /** Service and ServiceMonitor. @default - on where prometheus-operator-crds is among `cluster.components` */
  serviceMonitor: z.boolean().optional(),
  /** Alerts on pods that are about to fill their ephemeral storage; need the monitor. */
  alerts: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** How far ahead the filling is foretold. Unit: hours. */
      predictedHours: z.int().min(1).default(12),
      /** Share of the limit that must be used already. Unit: percent. */
      minimumUsagePercent: z.number().min(0).max(100).default(33.3),
    })
    .prefault({}),
  requests: quantities.optional(),
  limits: quantities.optional(),
  /** Existing priority class. @default - none */
  priorityClass: z.string().optional(),
});

export type K8sEphemeralStorageMetricsProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * Ephemeral storage of pods and nodes as metrics: large model images and caches fill GPU nodes' disks.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/jmcgrath207/k8s-ephemeral-storage-metrics
 */
export class K8sEphemeralStorageMetrics extends Construct {
  constructor(scope: Construct, id: string, input: K8sEphemeralStorageMetricsProps) {
    super(scope, id);
    const parsed = parseProps('k8s-ephemeral-storage-metrics', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      // Object names are fixed in the templates; the release goes into labels only.
      release: 'k8s-ephemeral-storage-metrics',
      namespace,
      raw,
      values: {
        image: {
          repository: by((p) => mirrored(p.cluster, 'ghcr.io/jmcgrath207/k8s-ephemeral-storage-metrics')),
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        },
        deploy_type: by((p) => p.deployAs),
        interval: by((p) => p.intervalSeconds),
        max_node_concurrency: by((p) => p.nodeConcurrency),
        metrics: {
          ephemeral_storage_pod_usage: by((p) => p.gauges.podUsage),
          ephemeral_storage_node_available: by((p) => p.gauges.nodeAvailable),
          ephemeral_storage_node_capacity: by((p) => p.gauges.nodeCapacity),
          ephemeral_storage_node_percentage: by((p) => p.gauges.nodePercentage),
          ephemeral_storage_container_limit_percentage: by((p) => p.gauges.containerLimitPercentage),
          ephemeral_storage_container_volume_usage: by((p) => p.gauges.containerVolumeUsage),
          ephemeral_storage_container_volume_limit_percentage: by((p) => p.gauges.containerVolumeLimitPercentage),
          ephemeral_storage_inodes: by((p) => p.gauges.inodes),
        },
        prometheus: {
          enable: by((p) => monitored(p)),
          rules: {
            enable: by((p) => p.alerts.enabled),
            predictFilledHours: by((p) => (p.alerts.enabled ? p.alerts.predictedHours : undefined)),
            predictMinCurrentUsage: by((p) => (p.alerts.enabled ? p.alerts.minimumUsagePercent : undefined)),
          },
        },
        serviceMonitor: { enable: by((p) => monitored(p)) },
        resources: { requests: by((p) => p.requests), limits: by((p) => p.limits) },
        priorityClassName: by((p) => p.priorityClass),
        nodeSelector: by((p) => (p.deployAs === 'Deployment' ? p.cluster.systemNodes.selector : undefined)),
        // One pod a node means every node: its own disk is what each one reads.
        tolerations: by((p) =>
          p.deployAs === 'Deployment' ? p.cluster.systemNodes.tolerations : [{ operator: 'Exists' }],
        ),
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const monitored = (p: Parsed): boolean => p.serviceMonitor ?? p.cluster.components.includes('prometheus-operator-crds');

export const k8sEphemeralStorageMetrics = defineComponent({
  name: 'k8s-ephemeral-storage-metrics',
  title: 'Ephemeral storage metrics',
  summary: 'Ephemeral storage of pods and nodes as Prometheus metrics.',
  homepage: 'https://github.com/jmcgrath207/k8s-ephemeral-storage-metrics',
  props,
  supports: '>= 1.19 < 1.20',
  after: ['prometheus-operator-crds', 'kube-prometheus-stack'],
  scheduling: { system: ['nodeSelector', 'tolerations'], accelerated: [] },
  images: ({ deployAs }) =>
    deployAs === 'DaemonSet'
      ? [
          {
            image: 'ghcr.io/jmcgrath207/k8s-ephemeral-storage-metrics',
            architectures: ['amd64', 'arm64'],
            nodeSide: true,
            source:
              'https://github.com/jmcgrath207/k8s-ephemeral-storage-metrics/blob/1.19.2/scripts/release-docker.sh',
          },
        ]
      : [],
  readiness: ({ namespace, deployAs }) => [
    { apiVersion: 'apps/v1', kind: deployAs, name: 'k8s-ephemeral-storage-metrics', namespace },
  ],
  create: (scope, id, input) => new K8sEphemeralStorageMetrics(scope, id, input),
});
