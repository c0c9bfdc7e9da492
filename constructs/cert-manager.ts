import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { crdsReady } from '../src/contract/readiness.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

/** One of the three long-running parts. */
const part = (cpu: string, memory: string) =>
  z
    .strictObject({
      /** Replicas; from 2 on a disruption budget of one available pod is made too. */
      replicas: z.int().min(1).default(1),
      requests: quantities.default({ cpu, memory }),
      /** @default - none: a CPU limit delays certificates, and memory grows with their number */
      limits: quantities.optional(),
    })
    .prefault({});

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  crds: z
    .strictObject({
      /** The release brings the CRDs. Off where another tool owns them. */
      enabled: z.boolean().default(true),
      /** CRDs, and with them every certificate, outlive the release. */
      keep: z.boolean().default(true),
    })
    .prefault({}),
  controller: part('50m', '90Mi'),
  /** Webhook, with the network that the API server reaches it by. */
  webhook: part('50m', '40Mi')
    .unwrap()
    .extend({
      /** On the host's network, where the API server cannot reach pods (EKS with an overlay CNI). The port must then differ from the kubelet's 10250. */
      hostNetwork: z.boolean().default(false),
      /** Port that the webhook listens on. */
      port: z.int().min(1024).max(65535).default(10250),
    })
    .refine(({ hostNetwork, port }) => !(hostNetwork && port === 10250), {
      path: ['port'],
      message: 'hostNetwork needs a port other than the 10250 of the kubelet, e.g. 10260',
    })
    .prefault({}),
  cainjector: part('50m', '320Mi'),
  /** Job after the install that passes once the webhook answers. Argo CD runs it as a PostSync hook. */
  startupApiCheck: z.boolean().default(true),
  /** ServiceMonitor for the controller; needs prometheus-operator-crds. */
  serviceMonitor: z.boolean().default(false),
  /** Serve certificates for Gateway API listeners; needs the Gateway API CRDs when the controller starts. */
  gatewayApi: z.boolean().default(false),
  /** Resolvers for DNS-01 self checks, `host:port` or an https address, instead of the cluster's own. */
  dns01Nameservers: z.array(z.string().min(1)).default([]),
  /**
   * Namespace of the leader lease.
   *
   * @default - the component's own: kube-system, the chart's choice, is closed to it on GKE Autopilot
   */
  leaderElectionNamespace: z.string().optional(),
  /** Existing priority class of all its pods. @default - none */
  priorityClass: z.string().optional(),
});

export type CertManagerProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * cert-manager: certificates of webhooks and gateways as objects.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://cert-manager.io/docs/installation/helm/
 */
export class CertManager extends Construct {
  constructor(scope: Construct, id: string, input: CertManagerProps) {
    super(scope, id);
    const parsed = parseProps('cert-manager', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const placement = {
      nodeSelector: by((p) => p.cluster.systemNodes.selector),
      tolerations: by((p) => p.cluster.systemNodes.tolerations),
    };
    const sized = (of: (p: Parsed) => Parsed['controller']) => ({
      ...placement,
      replicaCount: by((p) => of(p).replicas),
      podDisruptionBudget: { enabled: by((p) => of(p).replicas > 1) },
      resources: { requests: by((p) => of(p).requests), limits: by((p) => of(p).limits) },
    });
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'cert-manager',
      namespace,
      raw,
      values: {
        // Other charts and the readiness objects name these Deployments.
        fullnameOverride: 'cert-manager',
        global: {
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
          leaderElection: { namespace: by((p) => p.leaderElectionNamespace ?? p.namespace) },
          priorityClassName: by((p) => p.priorityClass),
        },
        crds: { enabled: by((p) => p.crds.enabled), keep: by((p) => p.crds.keep) },
        imageRegistry: by((p) => mirrored(p.cluster, 'quay.io')),
        ...sized((p) => p.controller),
        webhook: {
          ...sized((p) => p.webhook),
          hostNetwork: by((p) => p.webhook.hostNetwork),
          securePort: by((p) => p.webhook.port),
        },
        cainjector: sized((p) => p.cainjector),
        startupapicheck: { enabled: by((p) => p.startupApiCheck), ...placement },
        prometheus: { servicemonitor: { enabled: by((p) => p.serviceMonitor) } },
        config: by((p) => (p.gatewayApi ? { gatewayAPI: { enabled: true } } : undefined)),
        dns01RecursiveNameservers: by((p) => some(p.dns01Nameservers)?.join(',')),
        dns01RecursiveNameserversOnly: by((p) => (p.dns01Nameservers.length > 0 ? true : undefined)),
        // ACME servers and DNS providers stand outside the cluster.
        http_proxy: by((p) => p.cluster.proxy?.http),
        https_proxy: by((p) => p.cluster.proxy?.https),
        no_proxy: by((p) => p.cluster.proxy?.noProxy),
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const certManager = defineComponent({
  name: 'cert-manager',
  title: 'cert-manager',
  summary: 'Certificates for the webhooks of GPU operators and for gateways.',
  homepage: 'https://cert-manager.io/docs/',
  props,
  supports: '>= 1.21 < 1.22',
  after: ['prometheus-operator-crds', 'gateway-api-crds'],
  claims: () => ['cert-manager'],
  scheduling: {
    system: ['', 'webhook', 'cainjector', 'startupapicheck'].flatMap((part) =>
      ['nodeSelector', 'tolerations'].map((key) => (part === '' ? key : `${part}.${key}`)),
    ),
    accelerated: [],
  },
  readiness: ({ namespace, crds }) => [
    ...['cert-manager', 'cert-manager-cainjector', 'cert-manager-webhook'].map((name) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name,
      namespace,
    })),
    ...(crds.enabled
      ? crdsReady(['certificates.cert-manager.io', 'issuers.cert-manager.io', 'clusterissuers.cert-manager.io'])
      : []),
  ],
  namespaceLabels: ({ webhook }) => ({
    'pod-security.kubernetes.io/enforce': webhook.hostNetwork ? 'privileged' : 'restricted',
  }),
  create: (scope, id, input) => new CertManager(scope, id, input),
});
