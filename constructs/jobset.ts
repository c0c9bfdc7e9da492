import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { crdsReady } from '../src/contract/readiness.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  /** Controllers; one leads, the others wait. */
  replicas: z.int().min(1).default(1),
  leaderElection: z.boolean().default(true),
  requests: quantities.default({ cpu: '500m', memory: '128Mi' }),
  limits: quantities.default({ cpu: '2', memory: '4Gi' }),
  /** Requests a second, and burst of them, that the controller may send to the API server. */
  apiClient: z
    .strictObject({ queriesPerSecond: z.int().min(1).default(500), burst: z.int().min(1).default(500) })
    .prefault({}),
  /** Who makes the webhook's certificate: the controller itself, or cert-manager with `cluster.issuer`, where one is given. */
  certificates: z.enum(['internal', 'cert-manager']).default('internal'),
  /** ServiceMonitor. @default - on where prometheus-operator-crds is among `cluster.components` */
  serviceMonitor: z.boolean().optional(),
  /**
   * Secret in the component's namespace with the client certificate that Prometheus shows; read with certificates of cert-manager only.
   *
   * @default - jobset-metrics-server-cert, the chart's own
   */
  prometheusClientSecret: z.string().optional(),
});

export type JobSetProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * JobSet: groups of Jobs that start, fail and restart together; Kubeflow Trainer stands on it.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://jobset.sigs.k8s.io/docs/installation/
 */
export class JobSet extends Construct {
  constructor(scope: Construct, id: string, input: JobSetProps) {
    super(scope, id);
    const parsed = parseProps('jobset', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'jobset',
      namespace,
      raw,
      values: {
        fullnameOverride: 'jobset',
        // The chart's source names a staging registry and a moving tag, which only its release job replaces.
        image: {
          repository: by((p) => `${mirrored(p.cluster, 'registry.k8s.io') ?? 'registry.k8s.io'}/jobset/jobset`),
          tag: by((p) => `v${p.chart.version.replace(/^v/, '')}`),
          pullPolicy: 'IfNotPresent',
          pullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        },
        controller: {
          replicas: by((p) => p.replicas),
          podDisruptionBudget: { enabled: by((p) => p.replicas > 1) },
          leaderElection: { enable: by((p) => p.leaderElection) },
          clientConnection: { qps: by((p) => p.apiClient.queriesPerSecond), burst: by((p) => p.apiClient.burst) },
          resources: { requests: by((p) => p.requests), limits: by((p) => p.limits) },
          nodeSelector: by((p) => p.cluster.systemNodes.selector),
          tolerations: by((p) => p.cluster.systemNodes.tolerations),
        },
        certManager: {
          enable: by((p) => p.certificates === 'cert-manager'),
          issuerRef: by((p) => (p.certificates === 'cert-manager' ? p.cluster.issuer : undefined)),
        },
        prometheus: {
          enable: by((p) => monitored(p)),
          prometheusNamespace: by((p) =>
            monitored(p) ? (p.cluster.namespaces['kube-prometheus-stack'] ?? 'monitoring') : undefined,
          ),
          prometheusClientCertSecretName: by((p) =>
            monitored(p) && p.certificates === 'cert-manager' ? p.prometheusClientSecret : undefined,
          ),
        },
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const monitored = (p: Parsed): boolean => p.serviceMonitor ?? p.cluster.components.includes('prometheus-operator-crds');

export const jobset = defineComponent({
  name: 'jobset',
  title: 'JobSet',
  summary: 'Groups of Jobs that start, fail and restart together, for multi-node training.',
  homepage: 'https://jobset.sigs.k8s.io/',
  props,
  supports: '>= 0.12 < 0.13',
  after: ['cert-manager', 'prometheus-operator-crds'],
  claims: () => ['jobset'],
  scheduling: { system: ['controller.nodeSelector', 'controller.tolerations'], accelerated: [] },
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'jobset-controller', namespace },
    ...crdsReady(['jobsets.jobset.x-k8s.io']),
  ],
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
  create: (scope, id, input) => new JobSet(scope, id, input),
});
