import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValues } from '../../src/synth/check-values.ts';
import type { ChartIndex, ChartPaths } from '../../src/synth/upstream.ts';

const FOLDER = 'src/upstream/charts';
const files = readdirSync(FOLDER);
const indexOf = (chart: string): ChartIndex => {
  const file = files.find((name) => name.startsWith(`${chart}@`));
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
};
const nest = (path: string, value: unknown): Record<string, unknown> =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>;

const CHART: ChartPaths = {
  chart: 'example',
  version: '1.0.0',
  paths: {
    driver: {
      enabled: 'read boolean',
      env: 'open list',
      upgradePolicy: { maxParallelUpgrades: 'read number' },
    },
    extra: { '': 'read', '*': { name: 'read' } },
    keys: { '': 'read list', '*': 'read string' },
    nodeSelector: 'open',
    old: 'refused',
    profile: { '': 'read', name: 'read' },
    resources: 'open map',
    switches: { '*': { enabled: 'read boolean' } },
    words: 'read',
  },
  subcharts: {
    nfd: {
      chart: 'nfd',
      version: '2.0.0',
      condition: 'nfd.enabled',
      paths: { global: { tag: 'read string' }, worker: { tolerations: 'open list' } },
      subcharts: {
        deep: { chart: 'deep', version: '3.0.0', paths: { global: { site: 'read' }, port: 'read number' } },
      },
    },
    lost: { chart: 'lost', version: '1.0.0', unknown: true, paths: {} },
  },
};

describe('a value that a template reads passes', () => {
  it.each([
    ['driver.enabled', true],
    ['driver.env', [{ name: 'A', value: 'b' }]],
    ['driver.upgradePolicy.maxParallelUpgrades', 3],
    ['driver.upgradePolicy', null],
    ['driver', {}],
    ['nodeSelector', { 'a/b': 'c' }],
    ['nodeSelector', [1]],
    ['resources', { limits: { cpu: 1 } }],
    ['keys', ['a', 'b']],
    ['words', ['a', 'b']],
    ['extra', [{ name: 'a' }]],
    ['extra', { any: { name: 'a' } }],
    ['switches', { any: { enabled: true } }],
    ['profile', 'small'],
    ['profile', { name: 'small' }],
    ['nfd.worker.tolerations', [{ operator: 'Exists' }]],
    ['nfd.deep.port', 80],
    ['nfd.global.site', 'x'],
    ['global.tag', 'x'],
    ['global.site', 'x'],
    ['lost.anything.at.all', 1],
  ])('%s: %j', (path, value) => {
    expect(checkValues(CHART, nest(path, value))).toEqual([]);
  });
});

describe('a value that no template reads is dead, named at the top of what is not read', () => {
  it.each([
    ['driver.maxParallelUpgrades', 1, 'driver.maxParallelUpgrades', 'driver.upgradePolicy.maxParallelUpgrades'],
    ['driver.enabeld', true, 'driver.enabeld', 'driver.enabled'],
    ['worker.tolerations', [], 'worker', 'nfd.worker'],
    ['nfd.wroker.tolerations', [], 'nfd.wroker', 'nfd.worker'],
    ['extra', [{ name: 'a', nmae: 'b' }], 'extra.0.nmae', undefined],
    ['words', [{ a: 1 }], 'words.0', undefined],
    ['words', { a: 1 }, 'words.a', undefined],
    ['driver.upgradePolicy', { a: { b: { c: 1 } } }, 'driver.upgradePolicy.a', undefined],
    ['global.tagg', 'x', 'global.tagg', undefined],
    ['old', 1, 'old', undefined],
    ['constructor', 1, 'constructor', undefined],
    ['driver.toString', 1, 'driver.toString', undefined],
  ])('%s: %j', (path, value, dead, nearest) => {
    const problems = checkValues(CHART, nest(path, value)).filter(({ reason }) => reason === 'dead');
    expect(problems.map((p) => p.path)).toContain(dead);
    if (nearest !== undefined) expect(problems[0]?.nearest).toContain(nearest);
  });

  it('and every one of them is told, not the first', () => {
    const values = { a: 1, driver: { b: 1, enabled: true }, nfd: { c: 1 } };
    expect(checkValues(CHART, values).map((p) => p.path)).toEqual(['a', 'driver.b', 'nfd.c']);
  });
});

describe('a value of another type than the default is refused where that is certain', () => {
  it.each([
    ['driver', 'x', 'map'],
    ['driver', ['x'], 'map'],
    ['driver.enabled', { a: 1 }, 'boolean'],
    ['driver.env', { a: 1 }, 'list'],
    ['keys', 'a', 'list'],
    ['resources', 'small', 'map'],
    ['switches', 'x', 'map'],
  ])('%s: %j', (path, value, expected) => {
    expect(checkValues(CHART, nest(path, value))).toEqual([{ path, reason: 'type', expected, nearest: [] }]);
  });

  it('an element of a list of scalars is no map', () => {
    expect(checkValues(CHART, { keys: [{ a: 1 }] })).toEqual([
      { path: 'keys.0', reason: 'type', expected: 'string', nearest: [] },
    ]);
  });

  it('a scalar for a scalar is taken, since Helm prints it as it comes', () => {
    expect(checkValues(CHART, nest('driver.enabled', 'true'))).toEqual([]);
  });
});

describe('the committed indexes', () => {
  it.each`
    chart                 | path                                            | live
    ${'gpu-operator'}     | ${'daemonsets.nodeSelector'}                    | ${false}
    ${'gpu-operator'}     | ${'driver.maxParallelUpgrades'}                 | ${false}
    ${'gpu-operator'}     | ${'driver.useOpenKernelModules'}                | ${false}
    ${'gpu-operator'}     | ${'devicePlugin.affinity'}                      | ${false}
    ${'gpu-operator'}     | ${'dcgmExporter.affinity'}                      | ${false}
    ${'gpu-operator'}     | ${'gfd.affinity'}                               | ${false}
    ${'gpu-operator'}     | ${'validator.affinity'}                         | ${false}
    ${'gpu-operator'}     | ${'fullnameOverride'}                           | ${false}
    ${'gpu-operator'}     | ${'cdi.default'}                                | ${true}
    ${'gpu-operator'}     | ${'driver.upgradePolicy.maxParallelUpgrades'}   | ${true}
    ${'gpu-operator'}     | ${'driver.kernelModuleConfig.name'}             | ${true}
    ${'gpu-operator'}     | ${'node-feature-discovery.worker.tolerations'}  | ${true}
    ${'gpu-operator'}     | ${'nfd.enabled'}                                | ${true}
    ${'network-operator'} | ${'deployCR'}                                   | ${false}
    ${'network-operator'} | ${'nicClusterPolicy.enabled'}                   | ${false}
    ${'network-operator'} | ${'secondaryNetwork.deploy'}                    | ${false}
    ${'network-operator'} | ${'nvIpam.enabled'}                             | ${false}
    ${'kubeflow-trainer'} | ${'manager.leaderElection'}                     | ${false}
    ${'kubeflow-trainer'} | ${'manager.metrics'}                            | ${false}
    ${'kubeflow-trainer'} | ${'crds.install'}                               | ${false}
    ${'kubeflow-trainer'} | ${'jobset.enabled'}                             | ${false}
    ${'kubeflow-trainer'} | ${'webhook.port'}                               | ${false}
    ${'kubeflow-trainer'} | ${'jobset.install'}                             | ${true}
    ${'kubeflow-trainer'} | ${'crds.enabled'}                               | ${true}
    ${'nvsentinel'}       | ${'fullnameOverride'}                           | ${false}
    ${'nvsentinel'}       | ${'platformConnector.updateStrategy'}           | ${false}
    ${'nvsentinel'}       | ${'global.gpuHealthMonitor.enabled'}            | ${true}
    ${'dynamo-platform'}  | ${'etcd.enabled'}                               | ${false}
    ${'dynamo-platform'}  | ${'nats.enabled'}                               | ${false}
    ${'dynamo-platform'}  | ${'grove.enabled'}                              | ${false}
    ${'dynamo-platform'}  | ${'dynamo-operator.nats.enabled'}               | ${false}
    ${'dynamo-platform'}  | ${'global.grove.install'}                       | ${true}
    ${'dynamo-platform'}  | ${'nats.config.jetstream.fileStore.pvc.size'}   | ${true}
    ${'kgateway'}         | ${'inferenceExtension.enabled'}                 | ${true}
    ${'kai-scheduler'}    | ${'admission.gpuPodRuntimeClassName'}           | ${false}
    ${'kai-scheduler'}    | ${'admission.gpuFractionRuntimeClassName'}      | ${true}
    ${'nodewright'}       | ${'controllerManager.manager.env.agentLogRoot'} | ${false}
    ${'nodewright'}       | ${'controllerManager.tolerations'}              | ${true}
    ${'cert-manager'}     | ${'acmesolver.image.pullPolicy'}                | ${false}
    ${'cert-manager'}     | ${'crds.enabled'}                               | ${true}
    ${'metrics-server'}   | ${'defaultArgs'}                                | ${true}
  `('$chart $path is live: $live', ({ chart, path, live }) => {
    expect(checkValues(indexOf(chart), nest(path, 'x')).every(({ reason }) => reason !== 'dead')).toBe(live);
  });

  it('says where an old name has gone', () => {
    expect(checkValues(indexOf('gpu-operator'), nest('driver.maxParallelUpgrades', 1))).toEqual([
      {
        path: 'driver.maxParallelUpgrades',
        reason: 'dead',
        nearest: ['driver.upgradePolicy.maxParallelUpgrades'],
      },
    ]);
  });

  it.each(files)('%s is named for what it holds, knows its source and ends in a newline', (file) => {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
    const index: ChartIndex = JSON.parse(text);
    expect(`${index.chart}@${index.version}.json`).toBe(file);
    expect(index.source.repository).toMatch(/^https:\/\/github\.com\//);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

it('a whole cluster of right and wrong values takes milliseconds', () => {
  const index = indexOf('kube-prometheus-stack');
  const values = {
    grafana: { enabled: true, sidecar: { x: 1 } },
    prometheus: { prometheusSpec: { retention: '10d' } },
  };
  checkValues(index, values);
  const start = performance.now();
  for (let i = 0; i < 50; i++) checkValues(index, values);
  // Far above what it takes, far below what a scan of every path per value would.
  expect((performance.now() - start) / 50).toBeLessThan(50);
});

describe('whatever comes, it answers', () => {
  const names = fc.constantFrom('driver', 'enabled', 'env', 'nfd', 'global', '*', '', '__proto__', 'toString', 'a');
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  it('and names only paths that are there', () => {
    fc.assert(
      fc.property(fc.dictionary(names, tree, { maxKeys: 5 }), (values) => {
        for (const { path } of checkValues(CHART, values)) {
          expect(Object.keys(values).some((name) => path === name || path.startsWith(`${name}.`))).toBe(true);
        }
      }),
    );
  });

  it('a cycle is refused, not followed for ever', () => {
    const ring: Record<string, unknown> = {};
    ring.a = ring;
    const endless: ChartPaths = { chart: 'c', version: '1', paths: { a: 'read' } };
    expect(checkValues(endless, ring).length).toBeGreaterThan(0);
  });
});
