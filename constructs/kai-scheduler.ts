import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { throwProblems } from '../src/errors.ts';
import { queue, queueObject, queueProblems } from './kai-scheduler/queue.ts';

const props = componentProps.extend({
  /** Helm chart of the scheduler. No default: base.yaml names it. */
  chart: helmChartRef,
  /** Replicas of the operator and of each service; more than one elects leaders. */
  replicas: z.int().min(1).default(1),
  /** Fill nodes one by one, which keeps whole nodes free for large jobs, or spread pods over them. */
  placementStrategy: z.enum(['binpack', 'spread']).default('binpack'),
  /** Several pods on one GPU, by share or by memory. Reservation pods then hold the GPUs. */
  gpuSharing: z.boolean().default(false),
  /**
   * Runtime class that is set on pods with a share of a GPU. Empty: none, because the GPU Operator makes its runtime the default and
   * a class sends the pod over CDI, where the share cannot be resolved. Whole-GPU pods are never given one in this version.
   */
  fractionRuntimeClassName: z.string().default(''),
  /** Hand shared GPUs to pods by CDI. @default - the operator finds out from the GPU Operator */
  cdi: z.boolean().optional(),
  /** Make an autoscaler see pods that wait for a share of a GPU. */
  clusterAutoscaling: z.boolean().default(false),
  /** Where reservation pods of shared GPUs run. */
  reservationNamespace: z.string().default('kai-resource-reservation'),
  /** Priority class of the scheduler's own pods. @default - none */
  priorityClassName: z.string().optional(),
  /** Priority classes `train`, `build`, `build-preemptible` and `inference` that workloads may name. */
  priorityClasses: z.boolean().default(true),
  /** Label by which a pod names its queue. */
  queueLabelKey: z.string().default('kai.scheduler/queue'),
  /** NUMA placement of running pods, for schedulers that align by it: a daemon on GPU nodes. */
  numaPlacement: z.boolean().default(false),
  /** Prometheus that usage-based fair share reads. @default - none; shares are fixed */
  prometheusUrl: z.string().startsWith('http').optional(),
  /** Queues by name. */
  queues: z.record(z.string(), queue).default({
    'default-parent-queue': queue.parse({}),
    'default-queue': queue.parse({ parent: 'default-parent-queue' }),
  }),
});

export type KaiSchedulerProps = z.input<typeof props>;

/**
 * KAI Scheduler: gangs, queues with quotas, topology and shares of GPUs, beside the default scheduler.
 *
 * Pods opt in by `schedulerName: kai-scheduler` and the queue label.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, and every queue whose parent is missing
 * @see https://github.com/kai-scheduler/KAI-Scheduler
 */
export class KaiScheduler extends Construct {
  constructor(scope: Construct, id: string, input: KaiSchedulerProps) {
    super(scope, id);
    const parsed = parseProps('kai-scheduler', props, input);
    throwProblems(queueProblems(parsed.queues));
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'kai-scheduler',
      namespace,
      raw,
      // The operator creates the services later; the release is installed long before they are ready.
      wait: false,
      values: {
        global: {
          // Without a mirror the published chart's own registry stays; the source chart's is a placeholder.
          registry: by((p) => mirrored(p.cluster, 'ghcr.io/kai-scheduler/kai-scheduler')),
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
          nodeSelector: by((p) => p.cluster.systemNodes.selector),
          tolerations: by((p) => p.cluster.systemNodes.tolerations),
          leaderElection: by((p) => p.replicas > 1),
          gpuSharing: by((p) => p.gpuSharing),
          clusterAutoscaling: by((p) => p.clusterAutoscaling),
          priorityClassName: by((p) => p.priorityClassName),
          resourceReservation: {
            namespace: by((p) => p.reservationNamespace),
            // The operator makes it. The chart leaves it out of an upgrade once it is there, and Helm then deletes it.
            createServiceAccount: false,
          },
        },
        operator: { replicaCount: by((p) => p.replicas) },
        scheduler: { placementStrategy: by((p) => p.placementStrategy) },
        podgrouper: { queueLabelKey: by((p) => p.queueLabelKey) },
        admission: { gpuFractionRuntimeClassName: by((p) => p.fractionRuntimeClassName) },
        binder: { cdiEnabled: by((p) => p.cdi) },
        numaPlacementExporter: {
          enabled: by((p) => p.numaPlacement),
          nodeSelector: by((p) => (p.numaPlacement ? p.cluster.gpuNodes.selector : undefined)),
          tolerations: by((p) => (p.numaPlacement ? p.cluster.gpuNodes.tolerations : undefined)),
        },
        defaultPriorityClasses: { enabled: by((p) => p.priorityClasses) },
        prometheus: {
          enabled: by((p) => p.prometheusUrl !== undefined),
          externalPrometheusUrl: by((p) => p.prometheusUrl),
        },
        // A GitOps controller owns the configuration: rendered as an object, not applied by a hook that it cannot see.
        kaiConfig: { render: true },
        kaiConfigDeployer: { enabled: false },
        // Both are hooks for releases that Helm itself upgrades and removes; the last one does not inherit tolerations.
        topologyMigration: { enabled: false },
        postCleanup: { enabled: false },
        // Queues are objects of ours: the chart renders its pair at the first installation only.
        defaultQueue: { createDefaultQueue: false },
      },
    });
    for (const [name, given] of Object.entries(parsed.queues)) {
      new ApiObject(phase(this, 'after'), `Queue-${name}`, queueObject(name, given));
    }
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const kaiScheduler = defineComponent({
  name: 'kai-scheduler',
  title: 'KAI Scheduler',
  summary: 'Gang scheduling, queues with quotas, topology and shared GPUs.',
  homepage: 'https://github.com/kai-scheduler/KAI-Scheduler',
  props,
  supports: '>= 0.17 < 0.18',
  after: ['gpu-operator', 'kube-prometheus-stack'],
  scheduling: {
    system: ['global.nodeSelector', 'global.tolerations'],
    accelerated: ['numaPlacementExporter.nodeSelector', 'numaPlacementExporter.tolerations'],
  },
  images: () => [
    {
      image: 'ghcr.io/kai-scheduler/kai-scheduler/resourcereservation',
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/kai-scheduler/KAI-Scheduler/blob/v0.17.0/.github/workflows/push-artifacts.yaml',
    },
  ],
  readiness: ({ namespace }) =>
    [
      'kai-operator',
      'kai-scheduler-default',
      'admission',
      'binder',
      'pod-grouper',
      'podgroup-controller',
      'queue-controller',
    ].map((name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace })),
  // The NUMA daemon mounts the kubelet's socket and the host's sysfs; nothing else needs the host.
  namespaceLabels: ({ numaPlacement }): Record<string, string> =>
    numaPlacement ? { 'pod-security.kubernetes.io/enforce': 'privileged' } : {},
  create: (scope, id, input) => new KaiScheduler(scope, id, input),
});
