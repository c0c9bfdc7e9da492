import { describe, expect, it } from 'vitest';
import {
  PrometheusAdapter,
  type PrometheusAdapterProps,
  prometheusAdapter,
} from '../../constructs/prometheus-adapter.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<PrometheusAdapterProps>;
const base = {
  namespace: 'monitoring',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-adapter',
    version: '5.3.0',
  },
} as const;
const build = (extra: Extra = {}) =>
  releaseOf((scope) => new PrometheusAdapter(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.'));
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const image = 'registry.k8s.io/prometheus-adapter/prometheus-adapter';
const url = 'http://kube-prometheus-prometheus.monitoring.svc';

it.each<[Extra, string, unknown, unknown]>([
  [{ replicas: 2 }, 'replicas', 1, 2],
  [{ replicas: 2 }, 'podDisruptionBudget.enabled', false, true],
  [{ prometheusUrl: 'https://p.example' }, 'prometheus.url', url, 'https://p.example'],
  [
    { cluster: { namespaces: { 'kube-prometheus-stack': 'obs' } } },
    'prometheus.url',
    url,
    'http://kube-prometheus-prometheus.obs.svc',
  ],
  [{ prometheusPort: 443 }, 'prometheus.port', 9090, 443],
  [{ relistIntervalSeconds: 60 }, 'metricsRelistInterval', '30s', '60s'],
  [{ defaultRules: true }, 'rules.default', false, true],
  [{ certificates: 'cert-manager' }, 'certManager.enabled', false, true],
  [{ requests: { cpu: '1' } }, 'resources.requests', undefined, { cpu: '1' }],
  [{ limits: { cpu: '1' } }, 'resources.limits', undefined, { cpu: '1' }],
  [{ priorityClass: 'p' }, 'priorityClassName', undefined, 'p'],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.repository', undefined, `m.example/${image}`],
  [{ cluster: { pullSecrets: ['p'] } }, 'image.pullSecrets', undefined, ['p']],
  [{ cluster: { systemNodes: { selector: { a: 'b' } } } }, 'nodeSelector', undefined, { a: 'b' }],
  [{ cluster: { systemNodes: { tolerations: [dedicated] } } }, 'tolerations', [], [dedicated]],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

describe('rules', () => {
  const rules = (kind: 'custom' | 'external', extra: Extra = {}) =>
    at(extra, `rules.${kind}`) as { name: { as: string }; seriesQuery: string; metricsQuery: string }[];

  it.each([
    ['gpu_utilization', 'DCGM_FI_DEV_GPU_UTIL{namespace!="",pod!=""}'],
    ['gpu_memory_used', 'DCGM_FI_DEV_FB_USED{namespace!="",pod!=""}'],
    ['gpu_power_usage', 'DCGM_FI_DEV_POWER_USAGE{namespace!="",pod!=""}'],
    ['workload_gpu_utilization', 'DCGM_FI_DEV_GPU_UTIL{exported_namespace!="",exported_pod!=""}'],
    ['workload_gpu_memory_used', 'DCGM_FI_DEV_FB_USED{exported_namespace!="",exported_pod!=""}'],
  ])('%s takes the newest sample of %s in a minute', (as, seriesQuery) => {
    expect(rules('custom').find(({ name }) => name.as === as)).toMatchObject({
      seriesQuery,
      metricsQuery: 'avg(last_over_time(<<.Series>>{<<.LabelMatchers>>}[60s])) by (<<.GroupBy>>)',
    });
  });

  it.each([
    ['dcgm_gpu_utilization', 'DCGM_FI_DEV_GPU_UTIL'],
    ['dcgm_gpu_memory_used', 'DCGM_FI_DEV_FB_USED'],
    ['dcgm_gpu_power_usage', 'DCGM_FI_DEV_POWER_USAGE'],
  ])('%s averages %s over the cluster', (as, seriesQuery) => {
    expect(rules('external').find(({ name }) => name.as === as)).toEqual({
      seriesQuery,
      resources: { namespaced: false },
      name: { as },
      metricsQuery: 'avg(avg_over_time(<<.Series>>{<<.LabelMatchers>>}[120s]))',
    });
  });

  it('are replaced by those that are given', () => {
    const mine = { queue: { series: 'my_queue', labels: 'exported', aggregation: 'sum', windowSeconds: 30 } } as const;
    expect(rules('custom', { customMetrics: mine })).toEqual([
      {
        seriesQuery: 'my_queue{exported_namespace!="",exported_pod!=""}',
        resources: {
          overrides: { exported_namespace: { resource: 'namespace' }, exported_pod: { resource: 'pod' } },
        },
        name: { as: 'queue' },
        metricsQuery: 'sum(last_over_time(<<.Series>>{<<.LabelMatchers>>}[30s])) by (<<.GroupBy>>)',
      },
    ]);
  });

  it.each<[Extra, readonly string[]]>([
    [{}, ['custom', 'external']],
    [{ cluster: { components: ['keda'] } }, ['custom']],
    [{ externalMetrics: {} }, ['custom']],
    [{ customMetrics: {}, externalMetrics: {} }, []],
    [{ customMetrics: {}, externalMetrics: {}, defaultRules: true }, ['custom']],
    [{ cluster: { components: ['keda'] }, externalMetrics: { a: { series: 'b' } } }, ['custom', 'external']],
  ])('with %j make the APIs %j', (extra, apis) => {
    const parsed = prometheusAdapter.props.parse({ ...base, ...extra });
    expect(prometheusAdapter.claims?.(parsed)).toEqual(apis.map((api) => `${api}.metrics.k8s.io`));
    expect(prometheusAdapter.readiness?.(parsed).map(({ name }) => name)).toEqual([
      'prometheus-adapter',
      ...apis.map((api) => `v1beta1.${api}.metrics.k8s.io`),
    ]);
    expect(rules('external', extra).length > 0).toBe(apis.includes('external'));
  });
});

it.each<[Extra, string]>([
  [
    { customMetrics: { 'gpu-util': { series: 'x' } } },
    'PROPS_INVALID at components.prometheus-adapter.customMetrics.gpu-util\n  key "gpu-util" is not allowed: a Prometheus metric name',
  ],
  [
    { relistIntervalSeconds: 1 },
    'PROPS_INVALID at components.prometheus-adapter.relistIntervalSeconds\n  got 1: Too small: expected number to be >=10',
  ],
  [
    { values: { rules: { default: true } } },
    'VALUE_OWNED at values.rules.default\n  the construct of prometheus-adapter sets rules.default itself\n  hint: set defaultRules instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});
