import * as z from 'zod';
import { componentProps } from '../../src/contract/component.ts';
import { helmChartRef } from '../../src/contract/helm-chart.ts';

const DURATION = /^(\d+(ms|[ywdhms]))+$/;
const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });
const resources = z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }).prefault({});

/** Sizes of a volume: claimed where `cluster.storageClass` is set, else an emptyDir that is evicted at its limit. Unit: GiB. */
const storage = (claimGiB: number, emptyDirGiB: number) =>
  z
    .strictObject({
      claimGiB: z.int().min(1).default(claimGiB),
      emptyDirGiB: z.int().min(1).default(emptyDirGiB),
    })
    .prefault({});

/** Props of kube-prometheus-stack. Sizes, retention and resources of Prometheus are those of NVIDIA AICR v0.11.1. */
export const kubePrometheusStackProps = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  prometheus: z
    .strictObject({
      replicas: z.int().min(1).default(1),
      /** How long samples are kept, a Prometheus duration, e.g. `15d`. */
      retention: z.string().regex(DURATION, 'a Prometheus duration such as 15d').default('15d'),
      /** Samples are dropped earlier when they take more. Unit: GiB. @default - only the time limits them */
      retentionGiB: z.int().min(1).optional(),
      /** Default scrape interval. Unit: seconds. */
      scrapeIntervalSeconds: z.int().min(5).default(30),
      storage: storage(50, 10),
      requests: quantities.default({ cpu: '500m', memory: '1Gi' }),
      limits: quantities.default({ cpu: '2', memory: '2Gi' }),
      /** Accept samples of other Prometheus servers by remote write. */
      remoteWriteReceiver: z.boolean().default(false),
      /** Addresses that samples are sent to; credentials come from a Secret in the same namespace. */
      remoteWrite: z
        .array(
          z.strictObject({
            url: z.url({ protocol: /^https?$/ }),
            /** Secret with keys `username` and `password`. */
            basicAuthSecret: z.string().optional(),
          }),
        )
        .default([]),
    })
    .prefault({}),
  alertmanager: z
    .strictObject({
      enabled: z.boolean().default(true),
      replicas: z.int().min(1).default(1),
      storage: storage(2, 1),
      resources,
    })
    .prefault({}),
  grafana: z
    .strictObject({
      enabled: z.boolean().default(true),
      /**
       * Secret with the login of the administrator, in the component's namespace, made outside this tree.
       *
       * Never a password here: it would stand in Git, and without a Secret the chart draws a new one at every render.
       */
      adminSecret: z
        .strictObject({
          name: z.string().default('grafana-admin'),
          userKey: z.string().default('admin-user'),
          passwordKey: z.string().default('admin-password'),
        })
        .prefault({}),
      resources,
    })
    .prefault({}),
  operator: z
    .strictObject({
      /** Validation of rules on admission, with certificates of cert-manager, so that no hook Job is needed; `off`: none. */
      admissionWebhooks: z.enum(['cert-manager', 'off']).default('cert-manager'),
      resources,
    })
    .prefault({}),
  nodeExporter: z.strictObject({ enabled: z.boolean().default(true), resources }).prefault({}),
  kubeStateMetrics: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Node labels that become metric labels, so that GPU series can be grouped by model and instance type. */
      nodeLabels: z
        .array(z.string().min(1))
        .default(['nvidia.com/gpu.product', 'nvidia.com/gpu.count', 'node.kubernetes.io/instance-type']),
      resources,
    })
    .prefault({}),
  /**
   * Scrape etcd, scheduler, controller manager and kube-proxy.
   *
   * @default - on for service `self-managed` only: managed services do not show them, kind binds them to localhost
   */
  controlPlaneMetrics: z.boolean().optional(),
  /** Existing priority class of operator and Prometheus. @default - none */
  priorityClass: z.string().optional(),
});

export type KubePrometheusStackProps = z.input<typeof kubePrometheusStackProps>;
export type ParsedProps = z.output<typeof kubePrometheusStackProps>;
