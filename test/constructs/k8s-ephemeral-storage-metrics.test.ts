import { expect, it } from 'vitest';
import {
  K8sEphemeralStorageMetrics,
  type K8sEphemeralStorageMetricsProps,
  k8sEphemeralStorageMetrics,
} from '../../constructs/k8s-ephemeral-storage-metrics.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<K8sEphemeralStorageMetricsProps>;
const base = {
  namespace: 'monitoring',
  chart: {
    repository: 'https://jmcgrath207.github.io/k8s-ephemeral-storage-metrics/chart',
    name: 'k8s-ephemeral-storage-metrics',
    version: '1.19.2',
  },
} as const;
const build = (extra: Extra = {}) =>
  releaseOf((scope) => new K8sEphemeralStorageMetrics(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.'));
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const image = 'ghcr.io/jmcgrath207/k8s-ephemeral-storage-metrics';
const monitored = { components: ['prometheus-operator-crds'] };
const daemonSet = { deployAs: 'DaemonSet' } as const;

it.each<[Extra, string, unknown, unknown]>([
  [daemonSet, 'deploy_type', 'Deployment', 'DaemonSet'],
  [{ intervalSeconds: 30 }, 'interval', 15, 30],
  [{ nodeConcurrency: 50 }, 'max_node_concurrency', 10, 50],
  [{ gauges: { podUsage: false } }, 'metrics.ephemeral_storage_pod_usage', true, false],
  [{ gauges: { nodeAvailable: false } }, 'metrics.ephemeral_storage_node_available', true, false],
  [{ gauges: { nodeCapacity: false } }, 'metrics.ephemeral_storage_node_capacity', true, false],
  [{ gauges: { nodePercentage: false } }, 'metrics.ephemeral_storage_node_percentage', true, false],
  [
    { gauges: { containerLimitPercentage: false } },
    'metrics.ephemeral_storage_container_limit_percentage',
    true,
    false,
  ],
  [{ gauges: { containerVolumeUsage: false } }, 'metrics.ephemeral_storage_container_volume_usage', true, false],
  [
    { gauges: { containerVolumeLimitPercentage: false } },
    'metrics.ephemeral_storage_container_volume_limit_percentage',
    true,
    false,
  ],
  [{ gauges: { inodes: false } }, 'metrics.ephemeral_storage_inodes', true, false],
  [{ cluster: monitored }, 'prometheus.enable', false, true],
  [{ cluster: monitored }, 'serviceMonitor.enable', false, true],
  [{ serviceMonitor: true }, 'prometheus.enable', false, true],
  [{ cluster: monitored, serviceMonitor: false }, 'serviceMonitor.enable', false, false],
  [{ alerts: { enabled: true } }, 'prometheus.rules.enable', false, true],
  [{ alerts: { enabled: true } }, 'prometheus.rules.predictFilledHours', undefined, 12],
  [{ alerts: { enabled: true, predictedHours: 24 } }, 'prometheus.rules.predictFilledHours', undefined, 24],
  [{ alerts: { enabled: true } }, 'prometheus.rules.predictMinCurrentUsage', undefined, 33.3],
  [{ alerts: { enabled: true, minimumUsagePercent: 50 } }, 'prometheus.rules.predictMinCurrentUsage', undefined, 50],
  [{ requests: { cpu: '1' } }, 'resources.requests', undefined, { cpu: '1' }],
  [{ limits: { cpu: '1' } }, 'resources.limits', undefined, { cpu: '1' }],
  [{ priorityClass: 'p' }, 'priorityClassName', undefined, 'p'],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.repository', undefined, `m.example/${image}`],
  [{ cluster: { pullSecrets: ['p'] } }, 'image.imagePullSecrets', undefined, [{ name: 'p' }]],
  [{ cluster: { systemNodes: { selector: { a: 'b' } } } }, 'nodeSelector', undefined, { a: 'b' }],
  [{ ...daemonSet, cluster: { systemNodes: { selector: { a: 'b' } } } }, 'nodeSelector', undefined, undefined],
  [{ cluster: { systemNodes: { tolerations: [dedicated] } } }, 'tolerations', [], [dedicated]],
  [daemonSet, 'tolerations', [], [{ operator: 'Exists' }]],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

it.each<[Extra, string]>([
  [
    { deployAs: 'StatefulSet' as 'DaemonSet' },
    'PROPS_INVALID at components.k8s-ephemeral-storage-metrics.deployAs\n  got "StatefulSet"; allowed: Deployment, DaemonSet',
  ],
  [
    { values: { interval: 5 } },
    'VALUE_OWNED at values.interval\n  the construct of k8s-ephemeral-storage-metrics sets interval itself\n  hint: set intervalSeconds instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it.each([
  ['Deployment', 0],
  ['DaemonSet', 1],
] as const)('as a %s waits for it, with %i images on nodes', (deployAs, images) => {
  const parsed = k8sEphemeralStorageMetrics.props.parse({ ...base, deployAs });
  expect(k8sEphemeralStorageMetrics.readiness?.(parsed)).toEqual([
    { apiVersion: 'apps/v1', kind: deployAs, name: 'k8s-ephemeral-storage-metrics', namespace: 'monitoring' },
  ]);
  expect(k8sEphemeralStorageMetrics.images?.(parsed)).toHaveLength(images);
});
