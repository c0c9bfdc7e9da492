import { expect, it } from 'vitest';
import { MetricsServer, type MetricsServerProps, metricsServer } from '../../constructs/metrics-server.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<MetricsServerProps>;
const base = {
  namespace: 'kube-system',
  chart: {
    repository: 'https://kubernetes-sigs.github.io/metrics-server',
    name: 'metrics-server',
    version: '3.13.1',
  },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new MetricsServer(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.'));
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const image = 'registry.k8s.io/metrics-server/metrics-server';
const monitored = { components: ['prometheus-operator-crds'] };

it.each<[Extra, string, unknown, unknown]>([
  [{ replicas: 2 }, 'replicas', 1, 2],
  [{ replicas: 2 }, 'podDisruptionBudget', { enabled: false }, { enabled: true, maxUnavailable: 1 }],
  [{ cluster: { service: 'kind' } }, 'args', undefined, ['--kubelet-insecure-tls']],
  [{ cluster: { service: 'kind' }, kubeletInsecureTls: false }, 'args', undefined, undefined],
  [{ kubeletInsecureTls: true }, 'args', undefined, ['--kubelet-insecure-tls']],
  [{ hostNetwork: true }, 'hostNetwork.enabled', false, true],
  [{ hostNetwork: true }, 'containerPort', undefined, 4443],
  [{ certificates: 'cert-manager' }, 'tls.type', 'metrics-server', 'cert-manager'],
  [{ certificates: 'cert-manager' }, 'apiService.insecureSkipTLSVerify', true, false],
  [
    { certificates: 'cert-manager', cluster: { issuer: { name: 'ca' } } },
    'tls.certManager.existingIssuer',
    undefined,
    { enabled: true, kind: 'ClusterIssuer', name: 'ca' },
  ],
  [{ cluster: monitored }, 'metrics.enabled', false, true],
  [{ cluster: monitored }, 'serviceMonitor.enabled', false, true],
  [{ cluster: monitored, serviceMonitor: false }, 'serviceMonitor.enabled', false, false],
  [{ requests: { cpu: '1' } }, 'resources.requests', { cpu: '100m', memory: '200Mi' }, { cpu: '1' }],
  [{ limits: { memory: '1Gi' } }, 'resources.limits', undefined, { memory: '1Gi' }],
  [{ priorityClass: 'p' }, 'priorityClassName', 'system-cluster-critical', 'p'],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.repository', undefined, `m.example/${image}`],
  [{ cluster: { pullSecrets: ['p'] } }, 'imagePullSecrets', undefined, [{ name: 'p' }]],
  [{ cluster: { systemNodes: { selector: { a: 'b' } } } }, 'nodeSelector', undefined, { a: 'b' }],
  [{ cluster: { systemNodes: { tolerations: [dedicated] } } }, 'tolerations', [], [dedicated]],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

it.each<[Extra, string]>([
  [
    { replicas: 0 },
    'PROPS_INVALID at components.metrics-server.replicas\n  got 0: Too small: expected number to be >=1',
  ],
  [
    { values: { apiService: { insecureSkipTLSVerify: false } } },
    'VALUE_OWNED at values.apiService.insecureSkipTLSVerify\n  the construct of metrics-server sets apiService.insecureSkipTLSVerify itself\n  hint: set certificates instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('waits for its Deployment and its API, which it claims', () => {
  const parsed = metricsServer.props.parse(base);
  expect(metricsServer.readiness?.(parsed).map(({ kind, name }) => [kind, name])).toEqual([
    ['Deployment', 'metrics-server'],
    ['APIService', 'v1beta1.metrics.k8s.io'],
  ]);
  expect(metricsServer.claims?.(parsed)).toEqual(['metrics.k8s.io']);
});
