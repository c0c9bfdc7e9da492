import { describe, expect, it } from 'vitest';
import { Kgateway, type KgatewayProps, kgateway } from '../../constructs/kgateway.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<KgatewayProps>;
const base = {
  namespace: 'kgateway-system',
  chart: { repository: 'oci://cr.kgateway.dev/kgateway-dev/charts', name: 'kgateway', version: 'v2.0.5' },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new Kgateway(scope, 'X', { ...base, ...extra }));
const at = (extra: Extra, path: string) => valueAt(build(extra).release.values, path.split('.'));
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const system = { selector: { pool: 'system' }, tolerations: [dedicated] };
const registry = 'cr.kgateway.dev/kgateway-dev';

it.each<[Extra, string, unknown, unknown]>([
  [{ replicas: 2 }, 'controller.replicaCount', 1, 2],
  [{ logLevel: 'debug' }, 'controller.logLevel', 'info', 'debug'],
  [{ inferenceExtension: { enabled: false } }, 'inferenceExtension.enabled', true, false],
  [{ inferenceExtension: { autoProvision: true } }, 'inferenceExtension.autoProvision', false, true],
  [{ requests: { cpu: '1' } }, 'resources.requests', { cpu: '100m', memory: '128Mi' }, { cpu: '1' }],
  [{ limits: { cpu: '1' } }, 'resources.limits', { cpu: '500m', memory: '256Mi' }, { cpu: '1' }],
  [{ cluster: { systemNodes: system } }, 'nodeSelector', undefined, system.selector],
  [{ cluster: { systemNodes: system } }, 'tolerations', [], system.tolerations],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.registry', undefined, `m.example/${registry}`],
  [{ cluster: { pullSecrets: ['p'] } }, 'imagePullSecrets', undefined, [{ name: 'p' }]],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

describe('the gateway', () => {
  const object = (kind: string, extra: Extra = {}) => build(extra).objects.find((o) => o.kind === kind);

  it('takes plain HTTP routes of every namespace', () => {
    expect(object('Gateway')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'inference-gateway', namespace: 'kgateway-system' },
      spec: {
        gatewayClassName: 'kgateway',
        infrastructure: {
          parametersRef: { group: 'gateway.kgateway.dev', kind: 'GatewayParameters', name: 'system-proxy' },
        },
        listeners: [{ name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'All' } } }],
      },
    });
  });

  it('runs its proxies on system nodes', () => {
    expect(object('GatewayParameters', { cluster: { systemNodes: system, pullSecrets: ['p'] } })).toMatchObject({
      apiVersion: 'gateway.kgateway.dev/v1alpha1',
      metadata: { name: 'system-proxy', namespace: 'kgateway-system' },
      spec: {
        kube: {
          deployment: { replicas: 1 },
          podTemplate: {
            nodeSelector: system.selector,
            tolerations: system.tolerations,
            imagePullSecrets: [{ name: 'p' }],
          },
          service: { type: 'LoadBalancer' },
        },
      },
    });
  });

  const tls = { secret: 'cert', hostname: 'llm.example' };
  it.each<[Extra, string, string, unknown]>([
    [{ gateway: { name: 'g' } }, 'Gateway', 'metadata.name', 'g'],
    [{ gateway: { parameters: 'q' } }, 'GatewayParameters', 'metadata.name', 'q'],
    [{ gateway: { parameters: 'q' } }, 'Gateway', 'spec.infrastructure.parametersRef.name', 'q'],
    [
      { gateway: { httpPort: 8080, routesFrom: 'Same' } },
      'Gateway',
      'spec.listeners',
      [{ name: 'http', protocol: 'HTTP', port: 8080, allowedRoutes: { namespaces: { from: 'Same' } } }],
    ],
    [
      { gateway: { tls } },
      'Gateway',
      'spec.listeners',
      [
        { name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'All' } } },
        {
          name: 'https',
          protocol: 'HTTPS',
          port: 443,
          hostname: 'llm.example',
          tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'cert' }] },
          allowedRoutes: { namespaces: { from: 'All' } },
        },
      ],
    ],
    [
      { gateway: { tls }, cluster: { issuer: { name: 'ca' } } },
      'Gateway',
      'metadata.annotations',
      { 'cert-manager.io/cluster-issuer': 'ca' },
    ],
    [
      { gateway: { tls }, cluster: { issuer: { kind: 'Issuer', name: 'ca' } } },
      'Gateway',
      'metadata.annotations',
      { 'cert-manager.io/issuer': 'ca' },
    ],
    [{ cluster: { issuer: { name: 'ca' } } }, 'Gateway', 'metadata.annotations', undefined],
    [{ gateway: { replicas: 3 } }, 'GatewayParameters', 'spec.kube.deployment.replicas', 3],
    [{ gateway: { service: { type: 'NodePort' } } }, 'GatewayParameters', 'spec.kube.service.type', 'NodePort'],
    [
      { gateway: { service: { annotations: { a: 'b' } } } },
      'GatewayParameters',
      'spec.kube.service.extraAnnotations',
      { a: 'b' },
    ],
    [{}, 'GatewayParameters', 'spec.kube.envoyContainer', undefined],
    [
      { gateway: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } },
      'GatewayParameters',
      'spec.kube.envoyContainer.resources',
      { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
    ],
  ])('with %j in %s has %s', (extra, kind, path, expected) => {
    expect(valueAt(object(kind, extra), path.split('.'))).toEqual(expected);
  });

  it('can be left out, and is then not waited for', () => {
    const extra = { gateway: { enabled: false } };
    expect(build(extra).objects).toEqual([]);
    expect(kgateway.readiness?.(kgateway.props.parse({ ...base, ...extra })).map(({ kind }) => kind)).toEqual([
      'Deployment',
      'GatewayClass',
    ]);
  });
});

it.each<[Extra, string]>([
  [
    { logLevel: 'trace' as 'debug' },
    'PROPS_INVALID at components.kgateway.logLevel\n  got "trace"; allowed: debug, info, warn, error',
  ],
  [
    { values: { inferenceExtension: { enabled: false } } },
    'VALUE_OWNED at values.inferenceExtension.enabled\n  the construct of kgateway sets inferenceExtension.enabled itself\n  hint: set inferenceExtension.enabled instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('waits for controller, class and gateway', () => {
  expect(kgateway.readiness?.(kgateway.props.parse(base)).map(({ kind, name }) => [kind, name])).toEqual([
    ['Deployment', 'kgateway'],
    ['GatewayClass', 'kgateway'],
    ['Gateway', 'inference-gateway'],
  ]);
});
