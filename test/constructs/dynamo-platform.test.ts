import { expect, it } from 'vitest';
import type { DynamoPlatformProps } from '../../constructs/dynamo-platform/props.ts';
import { DynamoPlatform, dynamoPlatform } from '../../constructs/dynamo-platform.ts';
import { type Path, valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<DynamoPlatformProps>;
const base = {
  namespace: 'dynamo-system',
  chart: { repository: 'https://helm.ngc.nvidia.com/nvidia/ai-dynamo', name: 'dynamo-platform', version: '1.4.0' },
} as const;
const build = (extra: Extra = {}) =>
  releaseOf((scope) => new DynamoPlatform(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.') as Path);
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const system = { selector: { pool: 'system' }, tolerations: [dedicated] };
const operator = 'dynamo-operator';
const manager = `${operator}.controllerManager.manager`;
const prometheus = 'http://kube-prometheus-prometheus.monitoring.svc.cluster.local:9090';
const noGrove = { grove: { install: false } };

it.each<[Extra, string, unknown, unknown]>([
  [{ operator: { replicas: 2 } }, `${operator}.controllerManager.replicas`, 1, 2],
  [{ operator: { imageTag: '1.4.1' } }, `${manager}.image.tag`, undefined, '1.4.1'],
  [{ operator: { applyCrds: false } }, `${operator}.upgradeCRD`, true, false],
  [
    { operator: { requests: { cpu: '1' } } },
    `${manager}.resources.requests`,
    { cpu: '512m', memory: '1Gi' },
    { cpu: '1' },
  ],
  [
    { operator: { limits: { cpu: '2' } } },
    `${manager}.resources.limits`,
    { cpu: '1024m', memory: '2Gi' },
    { cpu: '2' },
  ],
  [{ operator: { gpuDiscovery: false } }, `${operator}.gpuDiscovery.enabled`, true, false],
  [{ discoveryBackend: 'etcd', etcdAddress: 'e:2379' }, `${operator}.discoveryBackend`, 'kubernetes', 'etcd'],
  [{ discoveryBackend: 'etcd', etcdAddress: 'e:2379' }, `${operator}.etcdAddr`, undefined, 'e:2379'],
  [{ natsAddress: 'nats://n:4222' }, `${operator}.natsAddr`, undefined, 'nats://n:4222'],
  [{ prometheusEndpoint: 'http://p:1' }, `${operator}.dynamo.metrics.prometheusEndpoint`, undefined, 'http://p:1'],
  [
    { cluster: { components: ['kube-prometheus-stack'] } },
    `${operator}.dynamo.metrics.prometheusEndpoint`,
    undefined,
    prometheus,
  ],
  [
    { cluster: { components: ['kube-prometheus-stack'], namespaces: { 'kube-prometheus-stack': 'obs' } } },
    `${operator}.dynamo.metrics.prometheusEndpoint`,
    undefined,
    prometheus.replace('monitoring', 'obs'),
  ],
  [{ monitors: true }, `${operator}.dynamo.metrics.podMonitors.enabled`, false, true],
  [{ cluster: { components: ['prometheus-operator-crds'] } }, `${operator}.metricsService.enabled`, false, true],
  [
    { cluster: { components: ['prometheus-operator-crds'] }, monitors: false },
    `${operator}.metricsService.enabled`,
    false,
    false,
  ],
  [{ certificates: 'cert-manager' }, `${operator}.webhook.certManager.enabled`, false, true],
  [noGrove, 'global.grove.install', true, false],
  [noGrove, 'global.grove.enabled', true, false],
  [{ grove: { install: false, enabled: true } }, 'global.grove.enabled', true, true],
  [{ grove: { topologyAware: true } }, 'grove.config.topologyAwareScheduling.enabled', false, true],
  [{ grove: { multiNodeNvlink: true } }, 'grove.config.network.autoMNNVLEnabled', false, true],
  [{ grove: { requests: { cpu: '1' } } }, 'grove.resources.requests', { cpu: '50m', memory: '128Mi' }, { cpu: '1' }],
  [{ grove: { limits: { memory: '2Gi' } } }, 'grove.resources.limits', { memory: '1Gi' }, { memory: '2Gi' }],
  [{ kaiScheduler: true }, 'global.kai-scheduler.enabled', false, true],
  [{ cluster: { components: ['kai-scheduler'] } }, 'global.kai-scheduler.enabled', false, true],
  [{ cluster: { components: ['kai-scheduler'] }, kaiScheduler: false }, 'global.kai-scheduler.enabled', false, false],
  [
    { cluster: { components: ['kai-scheduler'] } },
    'grove.config.scheduler.profiles',
    [{ name: 'default-scheduler' }],
    [{ name: 'default-scheduler' }, { name: 'kai-scheduler' }],
  ],
  // Fixed: neither is needed, and the scheduler is a component of its own.
  [{ kaiScheduler: true }, 'global.kai-scheduler.install', false, false],
  [{}, 'global.etcd.install', false, false],
  [{}, 'global.nats.install', false, false],
  [{ cluster: { systemNodes: system } }, `${operator}.controllerManager.tolerations`, [], system.tolerations],
  [
    { cluster: { systemNodes: system } },
    `${operator}.controllerManager.affinity`,
    undefined,
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['system'] }] }],
        },
      },
    },
  ],
  [{ cluster: { systemNodes: system } }, 'grove.nodeSelector', undefined, system.selector],
  [{ cluster: { systemNodes: system } }, 'grove.tolerations', [], system.tolerations],
  [{ cluster: { pullSecrets: ['p'] } }, `${operator}.imagePullSecrets`, undefined, [{ name: 'p' }]],
  [
    { cluster: { registryMirror: 'm.example' } },
    `${manager}.image.repository`,
    undefined,
    'm.example/nvcr.io/nvidia/ai-dynamo/kubernetes-operator',
  ],
  [
    { cluster: { registryMirror: 'm.example' } },
    'grove.image.repository',
    undefined,
    'm.example/ghcr.io/ai-dynamo/grove/grove-operator',
  ],
  [
    { cluster: { registryMirror: 'm.example' } },
    'grove.deployment.env',
    undefined,
    [{ name: 'GROVE_INIT_CONTAINER_IMAGE', value: 'm.example/ghcr.io/ai-dynamo/grove/grove-initc' }],
  ],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

it('says nothing of Grove where it does not install it', () => {
  const { values } = build({ ...noGrove, cluster: { registryMirror: 'm.example', systemNodes: system } });
  expect(values.grove).toBeUndefined();
});

it.each<[Extra, string]>([
  [
    { discoveryBackend: 'etcd' },
    'PROPS_INVALID at components.dynamo-platform.etcdAddress\n  is missing: discovery backend etcd needs the address of an etcd\n  hint: give etcdAddress, or set discoveryBackend to kubernetes',
  ],
  [
    { operator: { imageTag: 'latest' } },
    'PROPS_INVALID at components.dynamo-platform.operator.imageTag\n  got "latest": a fixed tag such as 1.4.0',
  ],
  [
    { values: { global: { 'kai-scheduler': { install: true } } } },
    'VALUE_OWNED at values.global.kai-scheduler.install\n  the construct of dynamo-platform sets global.kai-scheduler.install itself\n  hint: remove it: the construct fixes global.kai-scheduler.install, because its other values rest on it',
  ],
  [
    { values: { 'dynamo-operator': { upgradeCRD: false } } },
    'VALUE_OWNED at values.dynamo-operator.upgradeCRD\n  the construct of dynamo-platform sets dynamo-operator.upgradeCRD itself\n  hint: set operator.applyCrds instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it.each<[Extra, string[], string[], number]>([
  [{}, ['dynamo', 'grove'], ['dynamo-platform-dynamo-operator-controller-manager', 'grove-operator'], 1],
  [noGrove, ['dynamo'], ['dynamo-platform-dynamo-operator-controller-manager'], 0],
])('with %j claims %j, waits for %j and has %i images on nodes', (extra, claims, ready, images) => {
  const parsed = dynamoPlatform.props.parse({ ...base, ...extra });
  expect(dynamoPlatform.claims?.(parsed)).toEqual(claims);
  expect(dynamoPlatform.readiness?.(parsed).map(({ name }) => name)).toEqual(ready);
  expect(dynamoPlatform.images?.(parsed)).toHaveLength(images);
  for (const image of dynamoPlatform.images?.(parsed) ?? []) expect(image.architectures).toEqual(['amd64', 'arm64']);
});
