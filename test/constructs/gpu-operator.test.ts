import { describe, expect, it } from 'vitest';
import { GpuOperator, type GpuOperatorProps, gpuOperator } from '../../constructs/gpu-operator.ts';
import { parseProps } from '../../src/contract/component.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

const base = {
  namespace: 'gpu-operator',
  chart: { repository: 'https://helm.ngc.nvidia.com/nvidia', name: 'gpu-operator', version: 'v26.3.3' },
  driver: { version: '580.126.20' },
} as const;
const build = (extra: Partial<GpuOperatorProps> = {}) =>
  releaseOf((scope) => new GpuOperator(scope, 'X', { ...base, ...extra }));
const at = (extra: Partial<GpuOperatorProps>, path: string) => valueAt(build(extra).release.values, path.split('.'));
const imageOwned = { cluster: { ownership: { driver: 'image', toolkit: 'image', devicePlugin: 'image' } } } as const;

describe('values', () => {
  it.each<[Partial<GpuOperatorProps>, string, unknown, unknown]>([
    [imageOwned, 'driver.enabled', true, false],
    [imageOwned, 'driver.version', '580.126.20', undefined],
    [imageOwned, 'toolkit.enabled', true, false],
    [imageOwned, 'devicePlugin.enabled', true, false],
    [{ cluster: { ownership: { allocation: 'dra' } } }, 'devicePlugin.enabled', true, false],
    [imageOwned, 'gdrcopy.enabled', true, false],
    [{ gdrcopy: false }, 'gdrcopy.enabled', true, false],
    [{ driver: { ...base.driver, kernelModuleType: 'auto' } }, 'driver.kernelModuleType', 'open', 'auto'],
    [{ driver: { ...base.driver, rdma: true } }, 'driver.rdma.enabled', false, true],
    [{ driver: { ...base.driver, useHostMofed: true } }, 'driver.rdma.useHostMofed', false, true],
    [{ driver: { ...base.driver, maxParallelUpgrades: 1 } }, 'driver.upgradePolicy.maxParallelUpgrades', 5, 1],
    [{ cdi: false }, 'cdi.enabled', true, false],
    [
      { devicePlugin: { deviceListStrategy: ['envvar'] } },
      'devicePlugin.env',
      [{ name: 'DEVICE_LIST_STRATEGY', value: 'cdi-cri,cdi-annotations,volume-mounts' }],
      [{ name: 'DEVICE_LIST_STRATEGY', value: 'envvar' }],
    ],
    [
      { devicePlugin: { ignoredXids: [109] } },
      'devicePlugin.env',
      [{ name: 'DEVICE_LIST_STRATEGY', value: 'cdi-cri,cdi-annotations,volume-mounts' }],
      [
        { name: 'DEVICE_LIST_STRATEGY', value: 'cdi-cri,cdi-annotations,volume-mounts' },
        { name: 'DP_DISABLE_HEALTHCHECKS', value: '109' },
      ],
    ],
    [{ dcgm: { enabled: false } }, 'dcgm.enabled', true, false],
    [{ dcgmExporter: { serviceMonitor: true } }, 'dcgmExporter.serviceMonitor.enabled', false, true],
    [{ cluster: { components: ['prometheus-operator-crds'] } }, 'dcgmExporter.serviceMonitor.enabled', false, true],
    [{ dcgmExporter: { intervalSeconds: 15 } }, 'dcgmExporter.serviceMonitor.interval', '30s', '15s'],
    [{ dcgmExporter: { honorLabels: false } }, 'dcgmExporter.serviceMonitor.honorLabels', true, false],
    [{ gpuFeatureDiscovery: false }, 'gfd.enabled', true, false],
    [{ mig: { manager: false } }, 'migManager.enabled', true, false],
    [{ mig: { strategy: 'mixed' } }, 'mig.strategy', 'single', 'mixed'],
    [
      { validator: { withWorkload: true } },
      'validator.plugin.env',
      [{ name: 'WITH_WORKLOAD', value: 'false' }],
      [{ name: 'WITH_WORKLOAD', value: 'true' }],
    ],
    [{ operator: { upgradeCrds: false } }, 'operator.upgradeCRD', true, false],
    [
      { operator: { requests: { cpu: '1', memory: '1Gi' } } },
      'operator.resources.requests',
      { cpu: '200m', memory: '300Mi' },
      { cpu: '1', memory: '1Gi' },
    ],
    [
      { operator: { limits: { cpu: '1', memory: '1Gi' } } },
      'operator.resources.limits',
      { cpu: '500m', memory: '700Mi' },
      { cpu: '1', memory: '1Gi' },
    ],
    [
      { driverInstallDir: '/home/kubernetes/bin/nvidia' },
      'hostPaths.driverInstallDir',
      '/run/nvidia/driver',
      '/home/kubernetes/bin/nvidia',
    ],
    [
      { toolkitInstallDir: '/home/kubernetes/bin/nvidia' },
      'toolkit.installDir',
      undefined,
      '/home/kubernetes/bin/nvidia',
    ],
    [{ cluster: { registryMirror: 'm.example/r' } }, 'driver.repository', undefined, 'm.example/r/nvcr.io/nvidia'],
    [
      { cluster: { registryMirror: 'm.example/r' } },
      'node-feature-discovery.image.repository',
      undefined,
      'm.example/r/registry.k8s.io/nfd/node-feature-discovery',
    ],
    [{ cluster: { pullSecrets: ['pull'] } }, 'operator.imagePullSecrets', undefined, ['pull']],
    [{ cluster: { pullSecrets: ['pull'] } }, 'node-feature-discovery.imagePullSecrets', undefined, [{ name: 'pull' }]],
    [
      { cluster: { proxy: { https: 'http://p:2' } } },
      'driver.env',
      undefined,
      [
        { name: 'HTTPS_PROXY', value: 'http://p:2' },
        { name: 'NO_PROXY', value: '' },
      ],
    ],
    [
      { cluster: { systemNodes: { selector: { role: 'system' } } } },
      'node-feature-discovery.master.nodeSelector',
      undefined,
      { role: 'system' },
    ],
  ])('%j sets %s', (extra, path, normal, changed) => {
    expect(at({}, path)).toEqual(normal);
    expect(at(extra, path)).toEqual(changed);
  });

  it('lets operands and the NFD worker onto the GPU nodes, and the worker onto every other node too', () => {
    const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
    expect(at({}, 'daemonsets.tolerations')).toEqual(tolerations);
    expect(at({}, 'node-feature-discovery.worker')).toEqual({ tolerations });
  });

  it('refuses environment variables as a way to a GPU', () => {
    expect(at({}, 'toolkit.env')).toEqual([
      { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED', value: 'false' },
      { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS', value: 'true' },
    ]);
  });

  it('exports the chosen DCGM fields as the CSV that the exporter reads', () => {
    expect(
      at(
        { dcgmExporter: { metrics: { DCGM_FI_DEV_GPU_UTIL: ['gauge', 'GPU utilization in percent.'] } } },
        'dcgmExporter.config',
      ),
    ).toEqual({
      name: 'dcgm-exporter',
      create: true,
      data: 'DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization in percent.\n',
    });
  });
});

describe('parameters of the nvidia module', () => {
  const tuned = (value: string) =>
    ({
      cluster: {
        tuning: {
          settings: [
            {
              id: 'topo',
              kind: 'module-parameter',
              name: 'nvidia.NVreg_GrdmaPciTopoCheckOverride',
              comparison: 'equals',
              value,
              reboot: false,
              channel: 'chart',
              why: 'w',
              tradeOff: 't',
              source: 's',
              verify: 'v',
            },
          ],
        },
      },
    }) satisfies Partial<GpuOperatorProps>;

  it('go into a ConfigMap before the chart, which refers to it', () => {
    const { release, objects } = build({
      ...tuned('1'),
      driver: { ...base.driver, moduleParameters: { NVreg_B: '2' } },
    });
    const [map] = objects;
    expect(map).toMatchObject({
      kind: 'ConfigMap',
      metadata: { namespace: 'gpu-operator' },
      data: { 'nvidia.conf': 'options nvidia NVreg_B=2 NVreg_GrdmaPciTopoCheckOverride=1\n' },
    });
    expect(valueAt(release.values, ['driver', 'kernelModuleConfig', 'name'])).toBe(map?.metadata.name);
  });

  it('change the name with the content, because the operator does not watch the content', () => {
    const name = (value: string) => build(tuned(value)).objects[0]?.metadata.name;
    expect(name('1')).not.toBe(name('2'));
  });

  it('are left out where the image owns the driver', () => {
    expect(build({ cluster: { ...tuned('1').cluster, ...imageOwned.cluster } }).objects).toEqual([]);
  });
});

it('admits critical pods where GKE wants a quota', () => {
  expect(build({ criticalPodsQuota: true }).objects).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'gcp-critical-pods', namespace: 'gpu-operator' },
      spec: {
        hard: { pods: '1000' },
        scopeSelector: {
          matchExpressions: [
            { operator: 'In', scopeName: 'PriorityClass', values: ['system-node-critical', 'system-cluster-critical'] },
          ],
        },
      },
    },
  ]);
});

it.each<[string, object, string[]]>([
  ['the operator', {}, ['nfd', 'nvidia-driver', 'nvidia-container-toolkit', 'nvidia-gpu-allocation']],
  ['the image', imageOwned, ['nfd']],
  [
    'dynamic allocation',
    { cluster: { ownership: { allocation: 'dra' } } },
    ['nfd', 'nvidia-driver', 'nvidia-container-toolkit'],
  ],
])('claims what it brings when the owner is %s', (_, extra, claims) => {
  expect(gpuOperator.claims?.(parseProps('gpu-operator', gpuOperator.props, { ...base, ...extra }))).toEqual(claims);
});

it.each<[string, object, string]>([
  [
    'no version where the operator installs the driver',
    { driver: {} },
    'PROPS_INVALID at components.gpu-operator.driver.version\n  is missing: a driver version such as 580.126.20, because the operator installs the driver',
  ],
  [
    'a version that is none',
    { driver: { version: '580' } },
    'PROPS_INVALID at components.gpu-operator.driver.version\n  got "580": a driver version such as 580.126.20',
  ],
  [
    'another module type',
    { driver: { kernelModuleType: 'closed' } },
    'PROPS_INVALID at components.gpu-operator.driver.kernelModuleType\n  got "closed"; allowed: auto, open, proprietary',
  ],
  [
    'an interval that overloads',
    { dcgmExporter: { intervalSeconds: 1 } },
    'PROPS_INVALID at components.gpu-operator.dcgmExporter.intervalSeconds\n  got 1: Too small: expected number to be >=5',
  ],
  [
    'a raw value that it sets',
    { values: { driver: { enabled: false } } },
    'VALUE_OWNED at values.driver.enabled\n  the construct of gpu-operator sets driver.enabled itself\n  hint: set cluster.ownership.driver instead',
  ],
  [
    'a raw value that it fixes',
    { values: { nfd: { enabled: false } } },
    'VALUE_OWNED at values.nfd.enabled\n  the construct of gpu-operator sets nfd.enabled itself\n  hint: remove it: the construct fixes nfd.enabled, because its other values rest on it',
  ],
])('refuses %s', (_, extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});
