import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { Nodewright, type NodewrightProps, nodewright } from '../../constructs/nodewright.ts';
import { HelmChart, type HelmRelease } from '../../src/contract/helm-chart.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const current = { repository: 'oci://ghcr.io/nvidia/nodewright/charts', name: 'nodewright', version: 'v0.20.0' };
const old = { repository: 'https://helm.ngc.nvidia.com/nvidia/skyhook', name: 'skyhook-operator', version: 'v0.15.1' };

const release = (props: Partial<NodewrightProps> = {}): HelmRelease => {
  const chart = new Chart(new App(), 'nodewright');
  new Nodewright(chart, 'nodewright', { namespace: 'nodewright', chart: current, ...props });
  const found = HelmChart.in(chart);
  if (!found) throw new Error('no Helm release was recorded');
  return found.record;
};

const value = (path: string, props?: Partial<NodewrightProps>): unknown =>
  valueAt(release(props).values, parsePath(path) ?? []);

const env = 'controllerManager.manager.env';

it.each<[string, unknown, Partial<NodewrightProps>, unknown]>([
  ['controllerManager.replicas', 2, { replicas: 3 }, 3],
  ['controllerManager.podDisruptionBudget.minAvailable', 1, { replicas: 1 }, 0],
  [
    'controllerManager.manager.resources',
    { requests: { cpu: '1', memory: '2000Mi' }, limits: { cpu: '1', memory: '4000Mi' } },
    { manager: 'by-node-count' },
    undefined,
  ],
  [
    'controllerManager.selectors',
    undefined,
    { cluster: { systemNodes: { selector: { nodeGroup: 'system-worker' } } } },
    { nodeGroup: 'system-worker' },
  ],
  [
    'controllerManager.tolerations',
    [],
    { cluster: { systemNodes: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } } },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  [`${env}.logLevel`, 'info', { logLevel: 'debug' }, 'debug'],
  [`${env}.copyDirRoot`, undefined, { cluster: { os: 'cos' } }, '/etc/nodewright'],
  [`${env}.copyDirRoot`, undefined, { copyDirRoot: '/opt/nodewright', cluster: { os: 'cos' } }, '/opt/nodewright'],
  [`${env}.reapplyOnReboot`, 'false', { cluster: { os: 'cos' } }, 'true'],
  [`${env}.reapplyOnReboot`, 'false', { reapplyOnReboot: true }, 'true'],
  [
    `${env}.runtimeRequiredTaint`,
    'nodewright.nvidia.com=runtime-required:NoSchedule',
    { runtimeRequiredTaint: { key: 'tuning', value: 'wait', effect: 'NoExecute' } },
    'tuning=wait:NoExecute',
  ],
  [`${env}.jobStageTimeout`, '60m', { jobs: { stageTimeoutMinutes: 90 } }, '90m'],
  [`${env}.jobBackoffLimit`, '3', { jobs: { backoffLimit: 0 } }, '0'],
  [`${env}.jobTtlSucceeded`, '60m', { jobs: { succeededTtlMinutes: 5 } }, '5m'],
  [`${env}.jobTtlFailed`, '1440m', { jobs: { failedTtlMinutes: 60 } }, '60m'],
  [`${env}.publishLegacyMetrics`, 'false', { legacyMetrics: true }, 'true'],
  ['estimatedNodeCount', 1, { cluster: { gpuNodes: { count: 64 } } }, 64],
  ['estimatedNodeCount', 1, { cluster: { gpuNodes: { count: 0 } } }, 1],
  ['estimatedPackageCount', 1, { estimatedPackages: 4 }, 4],
  [
    'estimatedPackageCount',
    1,
    {
      cluster: {
        tuning: {
          packages: [
            { name: 'a', image: 'r/a', version: '1.0.0' },
            { name: 'b', image: 'r/b', version: '1.0.0' },
          ],
        },
      },
    },
    2,
  ],
  [
    'limitRange.default',
    { cpu: '1', memory: '1Gi' },
    { limitRange: { default: { cpu: '2', memory: '2Gi' } } },
    { cpu: '2', memory: '2Gi' },
  ],
  [
    'limitRange.defaultRequest',
    { cpu: '500m', memory: '512Mi' },
    { limitRange: { defaultRequest: { cpu: '1', memory: '1Gi' } } },
    { cpu: '1', memory: '1Gi' },
  ],
  ['cleanup.enabled', false, { cleanup: true }, true],
  ['selectorMigration.enabled', false, { selectorMigration: true }, true],
  ['useHostNetwork', false, { hostNetwork: true }, true],
  ['rbac.createSkyhookViewerRole', false, { viewerRole: true }, true],
  ['imagePullSecret', undefined, { cluster: { pullSecrets: ['nvcr'] } }, 'nvcr'],
  ['imagePullSecret', undefined, { pullSecret: 'b', cluster: { pullSecrets: ['a', 'b'] } }, 'b'],
  [
    'metrics',
    { addServiceAccountBinding: false },
    { metricsReader: { serviceAccount: 'prometheus', namespace: 'monitoring' } },
    { addServiceAccountBinding: true, serviceAccountName: 'prometheus', serviceAccountNamespace: 'monitoring' },
  ],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(value(path)).toEqual(standard);
  expect(value(path, props)).toEqual(other);
});

it.each([
  ['controllerManager.manager.image.repository', 'm.example.com/ghcr.io/nvidia/nodewright/operator'],
  ['controllerManager.manager.agent.repository', 'm.example.com/ghcr.io/nvidia/nodewright/agent'],
  ['controllerManager.manager.env.pauseImage', 'm.example.com/registry.k8s.io/pause:3.10'],
  ['webhook.removalImage', 'm.example.com/docker.io/alpine/kubectl'],
])('%s comes from the mirror', (path, expected) => {
  expect(value(path)).toBeUndefined();
  expect(value(path, { cluster: { registryMirror: 'm.example.com' } })).toBe(expected);
});

it('names everything the old way for the old chart, and sends it nothing that it does not read', () => {
  const { release: name, values } = release({
    namespace: 'skyhook',
    chart: old,
    cluster: { os: 'cos', registryMirror: 'm.example.com' },
  });
  expect(name).toBe('skyhook-operator');
  expect(valueAt(values, ['controllerManager', 'manager', 'env'])).toEqual({
    logLevel: 'info',
    copyDirRoot: '/etc/skyhook',
    reapplyOnReboot: 'true',
    runtimeRequiredTaint: 'skyhook.nvidia.com=runtime-required:NoSchedule',
    pauseImage: 'm.example.com/registry.k8s.io/pause:3.10',
  });
  expect(valueAt(values, ['controllerManager', 'kubeRbacProxy', 'image', 'repository'])).toBe(
    'm.example.com/quay.io/brancz/kube-rbac-proxy',
  );
  expect(values).not.toHaveProperty('selectorMigration');
});

it.each([
  [current, 'nodewright-controller-manager', 'ghcr.io/nvidia/nodewright/agent'],
  [old, 'skyhook-operator-controller-manager', 'nvcr.io/nvidia/skyhook/agent'],
])('%j is ready when its manager is', (chart, name, agent) => {
  const parsed = nodewright.props.parse({ namespace: 'ns', chart });
  expect(nodewright.readiness?.(parsed)).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace: 'ns' },
  ]);
  expect(nodewright.images?.(parsed).map(({ image, architectures }) => [image, architectures])).toEqual([
    [agent, ['amd64', 'arm64']],
  ]);
});

it.each<[Partial<NodewrightProps>, string]>([
  [
    { chart: { ...current, version: 'v0.18.0' } },
    'PROPS_INVALID at components.nodewright.chart.version\n  got "v0.18.0": chart versions with a row are 0.15, 0.20',
  ],
  [
    { chart: { ...old, version: 'v0.20.0' } },
    'PROPS_INVALID at components.nodewright.chart.name\n  got "skyhook-operator": the chart of this version is nodewright',
  ],
  [
    { cluster: { pullSecrets: ['a', 'b'] } },
    "PROPS_INVALID at components.nodewright.pullSecret\n  is missing: the chart takes one of the cluster's pull secrets: a, b",
  ],
  [
    { runtimeRequiredTaint: { key: 'example.com/tuning', effect: 'NoSchedule' } },
    'PROPS_INVALID at components.nodewright.runtimeRequiredTaint.key\n  got "example.com/tuning": the operator refuses keys with a DNS prefix and keys over 53 characters',
  ],
  [
    { jobs: { stageTimeoutMinutes: 0 } },
    'PROPS_INVALID at components.nodewright.jobs.stageTimeoutMinutes\n  got 0: Too small: expected number to be >=1',
  ],
])('refuses %j', (props, message) => {
  expect(() => release(props)).toThrow(message);
});

it('names the prop when a raw value sets what it owns', () => {
  expect(() => release({ values: { estimatedNodeCount: 5 } })).toThrow(
    'VALUE_OWNED at values.estimatedNodeCount\n  the construct of nodewright sets estimatedNodeCount itself\n  hint: set cluster.gpuNodes.count instead',
  );
});
