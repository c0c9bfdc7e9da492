import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });
const stringMap = z.record(z.string(), z.string());

/** Props of the gateway that inference routes attach to, and of its proxy pods. */
export const gatewayProps = z
  .strictObject({
    enabled: z.boolean().default(true),
    name: z.string().min(1).default('inference-gateway'),
    /** Name of the GatewayParameters of the proxies. */
    parameters: z.string().min(1).default('system-proxy'),
    /** Port of the plain HTTP listener. */
    httpPort: z.int().min(1).max(65535).default(80),
    /** HTTPS listener on 443, with a certificate from a Secret of the same namespace. @default - none */
    tls: z.strictObject({ secret: z.string().min(1), hostname: z.string().min(1).optional() }).optional(),
    /** Namespaces whose routes may attach. */
    routesFrom: z.enum(['All', 'Same']).default('All'),
    replicas: z.int().min(1).default(1),
    service: z
      .strictObject({
        type: z.enum(['LoadBalancer', 'NodePort', 'ClusterIP']).default('LoadBalancer'),
        /** Annotations for the provider's load balancer. */
        annotations: stringMap.default({}),
      })
      .prefault({}),
    requests: quantities.optional(),
    limits: quantities.optional(),
  })
  .prefault({});

type GatewayProps = z.output<typeof gatewayProps>;

/** GatewayParameters: proxy pods belong to the system nodes; left alone they would land on GPU nodes too. */
export function proxyParameters(
  namespace: string,
  gateway: GatewayProps,
  { systemNodes, pullSecrets }: ClusterContext,
) {
  const { requests, limits, service } = gateway;
  const resources = { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) };
  return {
    apiVersion: 'gateway.kgateway.dev/v1alpha1',
    kind: 'GatewayParameters',
    metadata: { name: gateway.parameters, namespace },
    spec: {
      kube: {
        deployment: { replicas: gateway.replicas },
        podTemplate: {
          nodeSelector: systemNodes.selector,
          tolerations: systemNodes.tolerations,
          ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {}),
        },
        service: { type: service.type, extraAnnotations: service.annotations },
        ...(requests || limits ? { envoyContainer: { resources } } : {}),
      },
    },
  };
}

/** The Gateway of class kgateway, with a certificate of `cluster.issuer` for its Secret where both are given. */
export function inferenceGateway(namespace: string, gateway: GatewayProps, { issuer }: ClusterContext) {
  const { tls } = gateway;
  const allowedRoutes = { namespaces: { from: gateway.routesFrom } };
  const issuerKind = issuer?.kind === 'Issuer' ? 'issuer' : 'cluster-issuer';
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name: gateway.name,
      namespace,
      ...(tls && issuer ? { annotations: { [`cert-manager.io/${issuerKind}`]: issuer.name } } : {}),
    },
    spec: {
      gatewayClassName: 'kgateway',
      infrastructure: {
        parametersRef: { group: 'gateway.kgateway.dev', kind: 'GatewayParameters', name: gateway.parameters },
      },
      listeners: [
        { name: 'http', protocol: 'HTTP', port: gateway.httpPort, allowedRoutes },
        ...(tls
          ? [
              {
                name: 'https',
                protocol: 'HTTPS',
                port: 443,
                ...(tls.hostname ? { hostname: tls.hostname } : {}),
                tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: tls.secret }] },
                allowedRoutes,
              },
            ]
          : []),
      ],
    },
  };
}
