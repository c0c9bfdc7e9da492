import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { KaiScheduler, type KaiSchedulerProps, kaiScheduler } from '../../constructs/kai-scheduler.ts';
import { HelmChart } from '../../src/contract/helm-chart.ts';
import { phaseOf } from '../../src/contract/phase.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const pin = { repository: 'oci://ghcr.io/kai-scheduler/kai-scheduler', name: 'kai-scheduler', version: 'v0.17.0' };
type Props = Partial<KaiSchedulerProps>;

const synth = (props: Props = {}) => {
  const chart = new Chart(new App(), 'kai');
  new KaiScheduler(chart, 'kai', { namespace: 'kai-scheduler', chart: pin, ...props });
  const found = HelmChart.in(chart);
  if (!found) throw new Error('no Helm release was recorded');
  return { release: found.record, objects: chart.toJson(), chart };
};
const value = (path: string, props?: Props): unknown => valueAt(synth(props).release.values, parsePath(path) ?? []);

it.each<[string, unknown, Props, unknown]>([
  [
    'global.registry',
    undefined,
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/ghcr.io/kai-scheduler/kai-scheduler',
  ],
  ['global.imagePullSecrets', undefined, { cluster: { pullSecrets: ['ghcr'] } }, [{ name: 'ghcr' }]],
  ['global.nodeSelector', undefined, { cluster: { systemNodes: { selector: { a: 'b' } } } }, { a: 'b' }],
  [
    'global.tolerations',
    [],
    { cluster: { systemNodes: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } } },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  ['global.leaderElection', false, { replicas: 2 }, true],
  ['operator.replicaCount', 1, { replicas: 2 }, 2],
  ['global.gpuSharing', false, { gpuSharing: true }, true],
  ['global.clusterAutoscaling', false, { clusterAutoscaling: true }, true],
  ['global.priorityClassName', undefined, { priorityClassName: 'infra' }, 'infra'],
  ['global.resourceReservation.namespace', 'kai-resource-reservation', { reservationNamespace: 'held' }, 'held'],
  ['scheduler.placementStrategy', 'binpack', { placementStrategy: 'spread' }, 'spread'],
  ['podgrouper.queueLabelKey', 'kai.scheduler/queue', { queueLabelKey: 'team/queue' }, 'team/queue'],
  ['admission.gpuFractionRuntimeClassName', '', { fractionRuntimeClassName: 'nvidia' }, 'nvidia'],
  ['binder.cdiEnabled', undefined, { cdi: true }, true],
  ['numaPlacementExporter.enabled', false, { numaPlacement: true }, true],
  [
    'numaPlacementExporter.tolerations',
    undefined,
    { numaPlacement: true },
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
  ],
  [
    'numaPlacementExporter.nodeSelector',
    undefined,
    { numaPlacement: true, cluster: { gpuNodes: { selector: { pool: 'gpu' } } } },
    { pool: 'gpu' },
  ],
  ['defaultPriorityClasses.enabled', true, { priorityClasses: false }, false],
  [
    'prometheus',
    { enabled: false },
    { prometheusUrl: 'http://p:9090' },
    { enabled: true, externalPrometheusUrl: 'http://p:9090' },
  ],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(value(path)).toEqual(standard);
  expect(value(path, props)).toEqual(other);
});

it('leaves no work to hooks and is not waited for', () => {
  const { release } = synth();
  expect(release.wait).toBe(false);
  expect(release.values).toMatchObject({
    kaiConfig: { render: true },
    kaiConfigDeployer: { enabled: false },
    topologyMigration: { enabled: false },
    postCleanup: { enabled: false },
    defaultQueue: { createDefaultQueue: false },
  });
});

it('makes a pair of queues after the chart', () => {
  const { objects, chart } = synth();
  const share = { quota: 0, limit: -1, overQuotaWeight: 1 };
  const resources = { gpu: share, cpu: share, memory: share };
  expect(objects).toEqual([
    {
      apiVersion: 'scheduling.run.ai/v2',
      kind: 'Queue',
      metadata: { name: 'default-parent-queue' },
      spec: { resources },
    },
    {
      apiVersion: 'scheduling.run.ai/v2',
      kind: 'Queue',
      metadata: { name: 'default-queue' },
      spec: { parentQueue: 'default-parent-queue', resources },
    },
  ]);
  const queues = chart.node.findAll().filter((child) => child.node.id.startsWith('Queue-'));
  expect(queues.map(phaseOf)).toEqual(['after', 'after']);
});

it('writes a queue as it was given', () => {
  const { objects } = synth({
    queues: {
      root: {},
      team: {
        parent: 'root',
        displayName: 'Team',
        priority: 200,
        gpu: { quota: 16, limit: 32 },
        preemptMinRuntime: '30m',
      },
    },
  });
  expect(objects[1]?.spec).toEqual({
    parentQueue: 'root',
    displayName: 'Team',
    priority: 200,
    preemptMinRuntime: '30m',
    resources: {
      gpu: { quota: 16, limit: 32, overQuotaWeight: 1 },
      cpu: { quota: 0, limit: -1, overQuotaWeight: 1 },
      memory: { quota: 0, limit: -1, overQuotaWeight: 1 },
    },
  });
});

it('asks for a privileged namespace only for the NUMA daemon', () => {
  const labels = (props: Props) =>
    kaiScheduler.namespaceLabels?.(kaiScheduler.props.parse({ namespace: 'kai-scheduler', chart: pin, ...props }));
  expect(labels({})).toEqual({});
  expect(labels({ numaPlacement: true })).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged' });
});

it('is ready when the operator and what it makes are', () => {
  const parsed = kaiScheduler.props.parse({ namespace: 'kai-scheduler', chart: pin });
  expect(kaiScheduler.readiness?.(parsed).map(({ name }) => name)).toEqual([
    'kai-operator',
    'kai-scheduler-default',
    'admission',
    'binder',
    'pod-grouper',
    'podgroup-controller',
    'queue-controller',
  ]);
  expect(kaiScheduler.images?.(parsed)[0]?.architectures).toEqual(['amd64', 'arm64']);
});

it.each<[Props, string]>([
  [
    { queues: { root: {}, team: { parent: 'rooot' } } },
    'PROPS_INVALID at components.kai-scheduler.queues.team.parent\n  got rooot; allowed: root\n  hint: did you mean root?',
  ],
  [
    { queues: { a: { parent: 'b' }, b: { parent: 'a' } } },
    'PROPS_INVALID at components.kai-scheduler.queues.a.parent\n  a is its own ancestor',
  ],
  [{ queues: { a: { preemptMinRuntime: 'soon' } } }, 'got "soon": a duration such as 30m'],
  [{ queues: { a: { gpu: { quota: -2 } } } }, 'PROPS_INVALID at components.kai-scheduler.queues.a.gpu.quota\n  got -2'],
  [
    { values: { kaiConfigDeployer: { enabled: true } } },
    'VALUE_OWNED at values.kaiConfigDeployer.enabled\n  the construct of kai-scheduler sets kaiConfigDeployer.enabled itself\n  hint: remove it: the construct fixes kaiConfigDeployer.enabled',
  ],
])('refuses %j', (props, message) => {
  expect(() => synth(props)).toThrow(message);
});
