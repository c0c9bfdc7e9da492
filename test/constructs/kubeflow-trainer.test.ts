import { describe, expect, it } from 'vitest';
import { KubeflowTrainer, type KubeflowTrainerProps, kubeflowTrainer } from '../../constructs/kubeflow-trainer.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<KubeflowTrainerProps>;
const base = {
  namespace: 'kubeflow',
  chart: { repository: 'oci://ghcr.io/kubeflow/charts', name: 'kubeflow-trainer', version: '2.3.0' },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new KubeflowTrainer(scope, 'X', { ...base, ...extra }));
const at = (extra: Extra, path: string) => valueAt(build(extra).release.values, path.split('.'));
const object = (kind: string, extra: Extra = {}) => build(extra).objects.find((o) => o.kind === kind);
const beside = { components: ['jobset'] };
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const system = { selector: { pool: 'system' }, tolerations: [dedicated] };

it.each<[Extra, string, unknown, unknown]>([
  [{ crds: false }, 'crds.enabled', true, false],
  [{ cluster: beside }, 'jobset.install', true, false],
  [{ cluster: beside, bundledJobSet: true }, 'jobset.install', true, true],
  [{ bundledJobSet: false }, 'jobset.install', true, false],
  [{ manager: { replicas: 2 } }, 'manager.replicas', 1, 2],
  [{ manager: { leaderElection: false } }, 'manager.config.leaderElection.leaderElect', true, false],
  [{ manager: { concurrentTrainJobs: 9 } }, 'manager.config.controller.groupKindConcurrency.trainJob', 5, 9],
  [
    { manager: { requests: { cpu: '1' } } },
    'manager.resources.requests',
    { cpu: '100m', memory: '256Mi' },
    { cpu: '1' },
  ],
  [{ manager: { limits: { cpu: '1' } } }, 'manager.resources.limits', { cpu: '500m', memory: '512Mi' }, { cpu: '1' }],
  [{ manager: { readOnlyRootFilesystem: false } }, 'manager.securityContext.readOnlyRootFilesystem', true, false],
  [{ manager: { featureGates: { X: true } } }, 'manager.config.featureGates', undefined, { X: true }],
  [{ webhookFailurePolicy: 'Ignore' }, 'webhook.failurePolicy', 'Fail', 'Ignore'],
  // Fixed: the Service goes to this port.
  [{}, 'manager.config.webhook.port', 9443, 9443],
  [{ cluster: { systemNodes: system } }, 'manager.nodeSelector', undefined, system.selector],
  [{ cluster: { systemNodes: system } }, 'manager.tolerations', [], system.tolerations],
  [{ cluster: { systemNodes: system } }, 'jobset.controller.nodeSelector', undefined, system.selector],
  [{ cluster: { systemNodes: system } }, 'jobset.controller.tolerations', [], system.tolerations],
  [{ cluster: { ...beside, systemNodes: system } }, 'jobset.controller', { tolerations: [] }, undefined],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.registry', undefined, 'm.example/ghcr.io'],
  [
    { cluster: { registryMirror: 'm.example' } },
    'jobset.image.repository',
    undefined,
    'm.example/registry.k8s.io/jobset/jobset',
  ],
  [{ cluster: { pullSecrets: ['p'] } }, 'image.pullSecrets', undefined, [{ name: 'p' }]],
  [{ cluster: { pullSecrets: ['p'] } }, 'jobset.image.pullSecrets', undefined, [{ name: 'p' }]],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

describe('the PyTorch runtime', () => {
  const job = 'spec.template.spec.replicatedJobs';
  const runtime = (extra: Extra = {}) => object('ClusterTrainingRuntime', extra);

  it('is what Trainer 2.3 takes: no processes a node, and the names that it looks for', () => {
    expect(runtime()).toEqual({
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'ClusterTrainingRuntime',
      metadata: { name: 'torch-distributed', labels: { 'trainer.kubeflow.org/framework': 'torch' } },
      spec: {
        mlPolicy: { numNodes: 1, torch: {} },
        template: {
          spec: {
            replicatedJobs: [
              {
                name: 'node',
                template: {
                  metadata: { labels: { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' } },
                  spec: {
                    template: {
                      spec: {
                        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
                        containers: [
                          { name: 'node', image: 'docker.io/pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime' },
                        ],
                      },
                    },
                  },
                },
              },
            ],
          },
        },
      },
    });
  });

  it.each<[Extra, string, unknown]>([
    [{ torchRuntime: { name: 'torch' } }, 'metadata.name', 'torch'],
    [{ torchRuntime: { numNodes: 4 } }, 'spec.mlPolicy.numNodes', 4],
  ])('takes %j', (extra, path, expected) => {
    expect(valueAt(runtime(extra), path.split('.'))).toBe(expected);
  });

  it.each<[Extra, string, readonly string[]]>([
    [{}, 'docker.io/pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime', ['amd64']],
    [{ cluster: { architecture: 'arm64' } }, 'nvcr.io/nvidia/pytorch:25.06-py3', ['amd64', 'arm64']],
    [{ torchRuntime: { image: 'r.example:5000/torch:1' } }, 'r.example:5000/torch:1', []],
  ])('with %j has image %s for %j', (extra, image, architectures) => {
    const containers = (value: unknown) =>
      valueAt(value, [...job.split('.'), 0, 'template', 'spec', 'template', 'spec', 'containers']);
    expect(containers(runtime(extra))).toEqual([{ name: 'node', image }]);
    expect(containers(runtime({ ...extra, cluster: { ...extra.cluster, registryMirror: 'm.example' } }))).toEqual([
      { name: 'node', image: `m.example/${image}` },
    ]);
    const listed = kubeflowTrainer.images?.(kubeflowTrainer.props.parse({ ...base, ...extra }));
    expect(listed?.map((use) => [use.image, use.architectures, use.nodeSide])).toEqual(
      architectures.length > 0 ? [[image, architectures, true]] : [],
    );
  });

  it('can be left out', () => {
    expect(runtime({ torchRuntime: { enabled: false } })).toBeUndefined();
  });
});

it.each<[Extra, boolean]>([
  [{}, false],
  [{ cluster: { components: ['prometheus-operator-crds'] } }, true],
  [{ cluster: { components: ['prometheus-operator-crds'] }, serviceMonitor: false }, false],
  [{ serviceMonitor: true }, true],
])('with %j a ServiceMonitor is made: %s', (extra, made) => {
  const monitor = object('ServiceMonitor', extra);
  expect(monitor !== undefined).toBe(made);
  if (made) expect(monitor?.metadata).toEqual({ name: 'kubeflow-trainer-controller-manager', namespace: 'kubeflow' });
});

it.each<[Extra, string]>([
  [
    { torchRuntime: { image: 'pytorch/pytorch:latest' } },
    'PROPS_INVALID at components.kubeflow-trainer.torchRuntime.image\n  got "pytorch/pytorch:latest": an image with a fixed tag or digest',
  ],
  [
    { torchRuntime: { numProcPerNode: 8 } as Extra['torchRuntime'] },
    'PROPS_INVALID at components.kubeflow-trainer.torchRuntime.numProcPerNode\n  unknown key "numProcPerNode"; allowed: enabled, image, name, numNodes\n  hint: remove the key',
  ],
  [
    { values: { jobset: { install: true } } },
    'VALUE_OWNED at values.jobset.install\n  the construct of kubeflow-trainer sets jobset.install itself\n  hint: set bundledJobSet or cluster.components instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('claims JobSet only when it brings it', () => {
  const claims = (extra: Extra) => kubeflowTrainer.claims?.(kubeflowTrainer.props.parse({ ...base, ...extra }));
  expect(claims({})).toEqual(['kubeflow-trainer', 'jobset']);
  expect(claims({ cluster: beside })).toEqual(['kubeflow-trainer']);
});

it('waits for the manager and its CRDs', () => {
  expect(kubeflowTrainer.readiness?.(kubeflowTrainer.props.parse(base)).map(({ name }) => name)).toEqual([
    'kubeflow-trainer-controller-manager',
    'trainjobs.trainer.kubeflow.org',
    'clustertrainingruntimes.trainer.kubeflow.org',
    'trainingruntimes.trainer.kubeflow.org',
  ]);
});
