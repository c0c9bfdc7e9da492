import { describe, expect, it } from 'vitest';
import { CertManager, type CertManagerProps, certManager } from '../../constructs/cert-manager.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

const base = {
  namespace: 'cert-manager',
  chart: { repository: 'https://charts.jetstack.io', name: 'cert-manager', version: 'v1.21.1' },
} as const;
const build = (extra: Partial<CertManagerProps> = {}) =>
  releaseOf((scope) => new CertManager(scope, 'X', { ...base, ...extra })).release;
const at = (values: unknown, path: string) => valueAt(values, path.split('.'));

describe('values', () => {
  it.each<[Partial<CertManagerProps>, string, unknown, unknown]>([
    [{ crds: { enabled: false } }, 'crds.enabled', true, false],
    [{ crds: { keep: false } }, 'crds.keep', true, false],
    [{ controller: { replicas: 2 } }, 'replicaCount', 1, 2],
    [{ controller: { replicas: 2 } }, 'podDisruptionBudget.enabled', false, true],
    [{ controller: { requests: { cpu: '1' } } }, 'resources.requests', { cpu: '50m', memory: '90Mi' }, { cpu: '1' }],
    [{ controller: { limits: { memory: '1Gi' } } }, 'resources.limits', undefined, { memory: '1Gi' }],
    [{ webhook: { replicas: 3 } }, 'webhook.replicaCount', 1, 3],
    [
      { webhook: { requests: { cpu: '1' } } },
      'webhook.resources.requests',
      { cpu: '50m', memory: '40Mi' },
      { cpu: '1' },
    ],
    [{ webhook: { hostNetwork: true, port: 10260 } }, 'webhook.hostNetwork', false, true],
    [{ webhook: { port: 10260 } }, 'webhook.securePort', 10250, 10260],
    [{ cainjector: { replicas: 2 } }, 'cainjector.podDisruptionBudget.enabled', false, true],
    [
      { cainjector: { requests: { cpu: '1' } } },
      'cainjector.resources.requests',
      { cpu: '50m', memory: '320Mi' },
      { cpu: '1' },
    ],
    [{ startupApiCheck: false }, 'startupapicheck.enabled', true, false],
    [{ serviceMonitor: true }, 'prometheus.servicemonitor.enabled', false, true],
    [{ gatewayApi: true }, 'config', undefined, { gatewayAPI: { enabled: true } }],
    [
      { dns01Nameservers: ['1.1.1.1:53', '8.8.8.8:53'] },
      'dns01RecursiveNameservers',
      undefined,
      '1.1.1.1:53,8.8.8.8:53',
    ],
    [{ dns01Nameservers: ['1.1.1.1:53'] }, 'dns01RecursiveNameserversOnly', undefined, true],
    [{ leaderElectionNamespace: 'kube-system' }, 'global.leaderElection.namespace', 'cert-manager', 'kube-system'],
    [{ priorityClass: 'platform' }, 'global.priorityClassName', undefined, 'platform'],
    [{ cluster: { registryMirror: 'm.example/r' } }, 'imageRegistry', undefined, 'm.example/r/quay.io'],
    [{ cluster: { pullSecrets: ['pull'] } }, 'global.imagePullSecrets', undefined, [{ name: 'pull' }]],
    [{ cluster: { proxy: { http: 'http://p:1' } } }, 'http_proxy', undefined, 'http://p:1'],
    [{ cluster: { proxy: { https: 'http://p:2' } } }, 'https_proxy', undefined, 'http://p:2'],
    [{ cluster: { proxy: { noProxy: '.svc' } } }, 'no_proxy', undefined, '.svc'],
  ])('%j sets %s', (extra, path, normal, changed) => {
    expect(at(build().values, path)).toEqual(normal);
    expect(at(build(extra).values, path)).toEqual(changed);
  });

  it.each(certManager.scheduling?.system ?? [])('places pods by %s', (path) => {
    const selector = { pool: 'system' };
    const tolerations = [{ key: 'dedicated', operator: 'Exists' as const }];
    const { values } = build({ cluster: { systemNodes: { selector, tolerations } } });
    expect(at(values, path)).toEqual(path.endsWith('tolerations') ? tolerations : selector);
  });

  it('fixes the names that others refer to', () => {
    expect(build()).toMatchObject({ release: 'cert-manager', values: { fullnameOverride: 'cert-manager' } });
  });
});

describe('refusals', () => {
  it.each<[Partial<CertManagerProps>, string]>([
    [
      { webhook: { hostNetwork: true } },
      'PROPS_INVALID at components.cert-manager.webhook.port\n  is missing: hostNetwork needs a port other than the 10250 of the kubelet, e.g. 10260',
    ],
    [
      { controller: { replicas: 0 } },
      'PROPS_INVALID at components.cert-manager.controller.replicas\n  got 0: Too small: expected number to be >=1',
    ],
    [
      { values: { webhook: { replicaCount: 3 } } },
      'VALUE_OWNED at values.webhook.replicaCount\n  the construct of cert-manager sets webhook.replicaCount itself\n  hint: set webhook.replicas instead',
    ],
  ])('%j', (extra, message) => {
    expect(problemOf(() => build(extra))).toBe(message);
  });
});

describe('the component', () => {
  it('names what must be ready', () => {
    const ready = certManager.readiness?.(certManager.props.parse(base)) ?? [];
    expect(ready.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
      ['Deployment', 'cert-manager', 'cert-manager'],
      ['Deployment', 'cert-manager-cainjector', 'cert-manager'],
      ['Deployment', 'cert-manager-webhook', 'cert-manager'],
      ['CustomResourceDefinition', 'certificates.cert-manager.io', undefined],
      ['CustomResourceDefinition', 'issuers.cert-manager.io', undefined],
      ['CustomResourceDefinition', 'clusterissuers.cert-manager.io', undefined],
    ]);
  });

  it.each([
    [{}, 'restricted'],
    [{ webhook: { hostNetwork: true, port: 10260 } }, 'privileged'],
  ])('with %j its namespace is %s', (extra, level) => {
    expect(certManager.namespaceLabels?.(certManager.props.parse({ ...base, ...extra }))).toEqual({
      'pod-security.kubernetes.io/enforce': level,
    });
  });
});
