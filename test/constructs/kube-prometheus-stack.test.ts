import { describe, expect, it } from 'vitest';
import type { KubePrometheusStackProps } from '../../constructs/kube-prometheus-stack/props.ts';
import { KubePrometheusStack, kubePrometheusStack } from '../../constructs/kube-prometheus-stack.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<KubePrometheusStackProps>;
const base = {
  namespace: 'monitoring',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'kube-prometheus-stack',
    version: '88.5.3',
  },
} as const;
const build = (extra: Extra = {}) =>
  releaseOf((scope) => new KubePrometheusStack(scope, 'X', { ...base, ...extra })).release;
const at = (values: unknown, path: string) => valueAt(values, path.split('.'));
const small = { requests: { cpu: '10m' } };
const claim = (storageClassName: string, storage: string) => ({
  volumeClaimTemplate: {
    spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  },
});

describe('values', () => {
  it.each<[Extra, string, unknown, unknown]>([
    [{ prometheus: { replicas: 2 } }, 'prometheus.prometheusSpec.replicas', 1, 2],
    [{ prometheus: { retention: '7d' } }, 'prometheus.prometheusSpec.retention', '15d', '7d'],
    [{ prometheus: { retentionGiB: 40 } }, 'prometheus.prometheusSpec.retentionSize', undefined, '40GiB'],
    [{ prometheus: { scrapeIntervalSeconds: 15 } }, 'prometheus.prometheusSpec.scrapeInterval', '30s', '15s'],
    [
      { prometheus: { requests: { cpu: '1' } } },
      'prometheus.prometheusSpec.resources.requests',
      { cpu: '500m', memory: '1Gi' },
      { cpu: '1' },
    ],
    [
      { prometheus: { limits: { memory: '8Gi' } } },
      'prometheus.prometheusSpec.resources.limits',
      { cpu: '2', memory: '2Gi' },
      { memory: '8Gi' },
    ],
    [
      { prometheus: { storage: { emptyDirGiB: 5 } } },
      'prometheus.prometheusSpec.storageSpec',
      { emptyDir: { sizeLimit: '10Gi' } },
      { emptyDir: { sizeLimit: '5Gi' } },
    ],
    [
      { cluster: { storageClass: 'gp3' } },
      'prometheus.prometheusSpec.storageSpec',
      { emptyDir: { sizeLimit: '10Gi' } },
      claim('gp3', '50Gi'),
    ],
    [
      { cluster: { storageClass: 'gp3' }, prometheus: { storage: { claimGiB: 200 } } },
      'prometheus.prometheusSpec.storageSpec',
      { emptyDir: { sizeLimit: '10Gi' } },
      claim('gp3', '200Gi'),
    ],
    [{ prometheus: { remoteWriteReceiver: true } }, 'prometheus.prometheusSpec.enableRemoteWriteReceiver', false, true],
    [
      { prometheus: { remoteWrite: [{ url: 'https://m.example/push', basicAuthSecret: 'push' }] } },
      'prometheus.prometheusSpec.remoteWrite',
      undefined,
      [
        {
          url: 'https://m.example/push',
          basicAuth: { username: { name: 'push', key: 'username' }, password: { name: 'push', key: 'password' } },
        },
      ],
    ],
    [
      { prometheus: { remoteWrite: [{ url: 'https://m.example/push' }] }, cluster: { proxy: { https: 'http://p:2' } } },
      'prometheus.prometheusSpec.remoteWrite',
      undefined,
      [{ url: 'https://m.example/push', proxyUrl: 'http://p:2' }],
    ],
    [
      { cluster: { name: 'lab' } },
      'prometheus.prometheusSpec.externalLabels',
      { cluster: 'cluster' },
      { cluster: 'lab' },
    ],
    [{ alertmanager: { enabled: false } }, 'alertmanager.enabled', true, false],
    [{ alertmanager: { replicas: 3 } }, 'alertmanager.alertmanagerSpec.replicas', 1, 3],
    [{ alertmanager: { resources: small } }, 'alertmanager.alertmanagerSpec.resources', undefined, small],
    [
      { cluster: { storageClass: 'gp3' } },
      'alertmanager.alertmanagerSpec.storage',
      { emptyDir: { sizeLimit: '1Gi' } },
      claim('gp3', '2Gi'),
    ],
    [{ grafana: { enabled: false } }, 'grafana.enabled', true, false],
    [{ grafana: { adminSecret: { name: 'login' } } }, 'grafana.admin.existingSecret', 'grafana-admin', 'login'],
    [{ grafana: { adminSecret: { userKey: 'u' } } }, 'grafana.admin.userKey', 'admin-user', 'u'],
    [{ grafana: { adminSecret: { passwordKey: 'p' } } }, 'grafana.admin.passwordKey', 'admin-password', 'p'],
    [{ grafana: { resources: small } }, 'grafana.resources', undefined, small],
    [{ operator: { resources: small } }, 'prometheusOperator.resources', undefined, small],
    [{ operator: { admissionWebhooks: 'off' } }, 'prometheusOperator.admissionWebhooks.enabled', true, false],
    [
      { operator: { admissionWebhooks: 'off' } },
      'prometheusOperator.admissionWebhooks.certManager.enabled',
      true,
      false,
    ],
    [{ operator: { admissionWebhooks: 'off' } }, 'prometheusOperator.tls.enabled', true, false],
    [
      { cluster: { issuer: { name: 'ca' } } },
      'prometheusOperator.admissionWebhooks.certManager.issuerRef',
      undefined,
      { kind: 'ClusterIssuer', name: 'ca' },
    ],
    [{ nodeExporter: { enabled: false } }, 'nodeExporter.enabled', true, false],
    [{ nodeExporter: { resources: small } }, 'prometheus-node-exporter.resources', undefined, small],
    [{ kubeStateMetrics: { enabled: false } }, 'kubeStateMetrics.enabled', true, false],
    [{ kubeStateMetrics: { resources: small } }, 'kube-state-metrics.resources', undefined, small],
    [
      { kubeStateMetrics: { nodeLabels: ['a/b', 'c'] } },
      'kube-state-metrics.metricLabelsAllowlist',
      ['nodes=[nvidia.com/gpu.product,nvidia.com/gpu.count,node.kubernetes.io/instance-type]'],
      ['nodes=[a/b,c]'],
    ],
    [{ kubeStateMetrics: { nodeLabels: [] } }, 'kube-state-metrics.metricLabelsAllowlist.1', undefined, undefined],
    [{ priorityClass: 'p' }, 'prometheus.prometheusSpec.priorityClassName', undefined, 'p'],
    [{ priorityClass: 'p' }, 'prometheusOperator.priorityClassName', undefined, 'p'],
    [{ cluster: { pullSecrets: ['a'] } }, 'global.imagePullSecrets', undefined, [{ name: 'a' }]],
    [
      { cluster: { proxy: { http: 'http://p:1', https: 'http://p:2', noProxy: '.svc' } } },
      'grafana.env',
      undefined,
      { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://p:2', NO_PROXY: '.svc' },
    ],
  ])('%j sets %s', (extra, path, normal, changed) => {
    expect(at(build().values, path)).toEqual(normal);
    expect(at(build(extra).values, path)).toEqual(changed);
  });

  it.each(['kubeControllerManager', 'kubeEtcd', 'kubeProxy', 'kubeScheduler'])('scrapes %s where it shows', (part) => {
    const enabled = (extra: Extra) => at(build(extra).values, `${part}.enabled`);
    expect(enabled({ cluster: { service: 'self-managed' } })).toBe(true);
    for (const service of ['eks', 'gke', 'aks', 'oke', 'kind']) expect(enabled({ cluster: { service } })).toBe(false);
    expect(enabled({ cluster: { service: 'kind' }, controlPlaneMetrics: true })).toBe(true);
  });

  it.each([
    ['prometheusOperator.image.registry', 'quay.io'],
    ['prometheusOperator.prometheusConfigReloader.image.registry', 'quay.io'],
    ['prometheusOperator.thanosImage.registry', 'quay.io'],
    ['prometheus.prometheusSpec.image.registry', 'quay.io'],
    ['alertmanager.alertmanagerSpec.image.registry', 'quay.io'],
    ['grafana.image.registry', 'docker.io'],
    ['grafana.sidecar.image.registry', 'quay.io'],
    ['prometheus-node-exporter.image.registry', 'quay.io'],
    ['kube-state-metrics.image.registry', 'registry.k8s.io'],
  ])('mirrors %s under %s', (path, registry) => {
    expect(at(build().values, path)).toBeUndefined();
    expect(at(build({ cluster: { registryMirror: 'm.example/r' } }).values, path)).toBe(`m.example/r/${registry}`);
  });

  it.each(['podMonitor', 'probe', 'rule', 'scrapeConfig', 'serviceMonitor'])('selects every %s', (kind) => {
    expect(at(build().values, `prometheus.prometheusSpec.${kind}SelectorNilUsesHelmValues`)).toBe(false);
  });

  it.each(kubePrometheusStack.scheduling?.system ?? [])('places pods by %s', (path) => {
    const selector = { pool: 'system' };
    const tolerations = [{ key: 'dedicated', operator: 'Exists' as const }];
    const { values } = build({ cluster: { systemNodes: { selector, tolerations } } });
    expect(at(values, path)).toEqual(path.endsWith('tolerations') ? tolerations : selector);
  });

  it('runs node exporter on every node, and leaves the CRDs to their own component', () => {
    const { values } = build({ cluster: { systemNodes: { selector: { pool: 'system' } } } });
    expect(at(values, 'prometheus-node-exporter.tolerations')).toEqual([{ operator: 'Exists' }]);
    expect(at(values, 'prometheus-node-exporter.nodeSelector')).toBeUndefined();
    expect(at(values, 'crds.enabled')).toBe(false);
  });
});

it.each<[Extra, string]>([
  [
    { prometheus: { retention: '15 days' } },
    'PROPS_INVALID at components.kube-prometheus-stack.prometheus.retention\n  got "15 days": a Prometheus duration such as 15d',
  ],
  [
    { grafana: { adminPassword: 'admin' } as Extra['grafana'] },
    'PROPS_INVALID at components.kube-prometheus-stack.grafana.adminPassword\n  unknown key "adminPassword"; allowed: adminSecret, enabled, resources\n  hint: remove the key',
  ],
  [
    { values: { prometheus: { prometheusSpec: { retention: '1d' } } } },
    'VALUE_OWNED at values.prometheus.prometheusSpec.retention\n  the construct of kube-prometheus-stack sets prometheus.prometheusSpec.retention itself\n  hint: set prometheus.retention instead',
  ],
  [
    { values: { crds: { enabled: true } } },
    'VALUE_OWNED at values.crds.enabled\n  the construct of kube-prometheus-stack sets crds.enabled itself\n  hint: remove it: the construct fixes crds.enabled, because its other values rest on it',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it.each<[Extra, string[]]>([
  [
    {},
    [
      'kube-prometheus-operator',
      'prometheus-kube-prometheus-prometheus',
      'alertmanager-kube-prometheus-alertmanager',
      'grafana',
      'kube-state-metrics',
      'prometheus-node-exporter',
    ],
  ],
  [
    { alertmanager: { enabled: false }, grafana: { enabled: false }, nodeExporter: { enabled: false } },
    ['kube-prometheus-operator', 'prometheus-kube-prometheus-prometheus', 'kube-state-metrics'],
  ],
])('with %j waits for %j', (extra, names) => {
  const ready = kubePrometheusStack.readiness?.(kubePrometheusStack.props.parse({ ...base, ...extra }));
  expect(ready?.map(({ name }) => name)).toEqual(names);
});

it.each([
  [true, 'privileged', ['prometheus', 'node-exporter', 'kube-state-metrics'], 1],
  [false, 'baseline', ['prometheus', 'kube-state-metrics'], 0],
])('with node exporter %s the namespace is %s', (enabled, level, claims, images) => {
  const parsed = kubePrometheusStack.props.parse({ ...base, nodeExporter: { enabled } });
  expect(kubePrometheusStack.namespaceLabels?.(parsed)).toEqual({ 'pod-security.kubernetes.io/enforce': level });
  expect(kubePrometheusStack.claims?.(parsed)).toEqual(claims);
  expect(kubePrometheusStack.images?.(parsed)).toHaveLength(images);
});
