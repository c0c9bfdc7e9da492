import * as z from 'zod';
import { componentProps } from '../../src/contract/component.ts';
import { helmChartRef } from '../../src/contract/helm-chart.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

/** Props of dynamo-platform. Resources are the chart's own. */
export const dynamoPlatformProps = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  operator: z
    .strictObject({
      replicas: z.int().min(1).default(1),
      /** @default - the chart's own, which is its version */
      imageTag: z
        .string()
        .regex(/^(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'a fixed tag such as 1.4.0')
        .optional(),
      /** An init container applies the CRDs; there is no chart of CRDs from 1.0 on. Off where another tool owns them. */
      applyCrds: z.boolean().default(true),
      requests: quantities.default({ cpu: '512m', memory: '1Gi' }),
      limits: quantities.default({ cpu: '1024m', memory: '2Gi' }),
      /** Read the GPUs of nodes, to size deployments by them. */
      gpuDiscovery: z.boolean().default(true),
    })
    .prefault({}),
  /** How the parts of a deployment find each other. `kubernetes` needs neither etcd nor NATS. */
  discoveryBackend: z.enum(['kubernetes', 'etcd']).default('kubernetes'),
  /** Address of an etcd that exists, `host:port`; needed for the etcd backend. This chart's own is not installed. */
  etcdAddress: z.string().min(1).optional(),
  /** Address of a NATS that exists, `nats://host:port`. This chart's own is not installed. */
  natsAddress: z
    .string()
    .regex(/^(nats|tls):\/\/\S+$/, 'an address such as nats://nats.messaging.svc:4222')
    .optional(),
  /**
   * Prometheus that the planner asks.
   *
   * @default - that of kube-prometheus-stack where it is among `cluster.components`, else none
   */
  prometheusEndpoint: z.url({ protocol: /^https?$/ }).optional(),
  /** PodMonitors of deployments and a ServiceMonitor of the operator. @default - on where prometheus-operator-crds is among `cluster.components` */
  monitors: z.boolean().optional(),
  /** Who makes the webhooks' certificates: the operator itself, or cert-manager. */
  certificates: z.enum(['self-signed', 'cert-manager']).default('self-signed'),
  grove: z
    .strictObject({
      /** Install Grove, which places multi-node deployments as gangs. */
      install: z.boolean().default(true),
      /** Use Grove. @default - as `install` */
      enabled: z.boolean().optional(),
      /** Place by the topology of nodes; needs a ClusterTopologyBinding. */
      topologyAware: z.boolean().default(false),
      /** Make ComputeDomains for multi-node NVLink by itself; needs the DRA driver with compute domains. */
      multiNodeNvlink: z.boolean().default(false),
      requests: quantities.default({ cpu: '50m', memory: '128Mi' }),
      limits: quantities.default({ memory: '1Gi' }),
    })
    .prefault({}),
  /** Hand pods to KAI Scheduler, which is a component of its own. @default - on where kai-scheduler is among `cluster.components` */
  kaiScheduler: z.boolean().optional(),
});

export type DynamoPlatformProps = z.input<typeof dynamoPlatformProps>;
export type ParsedProps = z.output<typeof dynamoPlatformProps>;
