import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { gatewayProps, inferenceGateway, proxyParameters } from './kgateway/gateway.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart; its version is that of kgateway-crds too. No default: base.yaml names it. */
  chart: helmChartRef,
  replicas: z.int().min(1).default(1),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  inferenceExtension: z
    .strictObject({
      /** Routes may have an InferencePool as backend. From 2.3 on this is agentgateway's business, and kgateway has no such value. */
      enabled: z.boolean().default(true),
      /** Make an endpoint picker for every pool. Off: each pool brings its own. */
      autoProvision: z.boolean().default(false),
    })
    .prefault({}),
  requests: quantities.default({ cpu: '100m', memory: '128Mi' }),
  /** The process sizes itself by them. */
  limits: quantities.default({ cpu: '500m', memory: '256Mi' }),
  gateway: gatewayProps,
});

export type KgatewayProps = z.input<typeof props>;

/**
 * kgateway: Gateway API controller with inference routing, and the gateway that model servers are reached by.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://kgateway.dev/docs/
 */
export class Kgateway extends Construct {
  constructor(scope: Construct, id: string, input: KgatewayProps) {
    super(scope, id);
    const parsed = parseProps('kgateway', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw, gateway, cluster } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'kgateway',
      namespace,
      raw,
      values: {
        fullnameOverride: 'kgateway',
        // Proxy pods take their images from here as well.
        image: { registry: by((p) => mirrored(p.cluster, 'cr.kgateway.dev/kgateway-dev')) },
        imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        controller: { replicaCount: by((p) => p.replicas), logLevel: by((p) => p.logLevel) },
        inferenceExtension: {
          enabled: by((p) => p.inferenceExtension.enabled),
          autoProvision: by((p) => p.inferenceExtension.autoProvision),
        },
        resources: { requests: by((p) => p.requests), limits: by((p) => p.limits) },
        nodeSelector: by((p) => p.cluster.systemNodes.selector),
        tolerations: by((p) => p.cluster.systemNodes.tolerations),
      },
    });
    if (gateway.enabled) {
      const after = phase(this, 'after');
      new ApiObject(after, 'Parameters', proxyParameters(namespace, gateway, cluster));
      new ApiObject(after, 'Gateway', inferenceGateway(namespace, gateway, cluster));
    }
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const kgateway = defineComponent({
  name: 'kgateway',
  title: 'kgateway',
  summary: 'Gateway API controller with routing to pools of model servers.',
  homepage: 'https://kgateway.dev/docs/',
  props,
  supports: '>= 2.0.5 < 2.1',
  dependsOn: ['kgateway-crds'],
  requires: ['gateway-api-crds', 'inference-extension-crds'],
  after: ['cert-manager'],
  claims: () => ['kgateway'],
  scheduling: { system: ['nodeSelector', 'tolerations'], accelerated: [] },
  readiness: ({ namespace, gateway }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'kgateway', namespace },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'kgateway' },
    ...(gateway.enabled
      ? [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: gateway.name, namespace }]
      : []),
  ],
  // The chart sets no security context, which `restricted` would ask for.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
  create: (scope, id, input) => new Kgateway(scope, id, input),
});
