import { describe, expect, it } from 'vitest';
import { AwsEbsCsiDriver, type AwsEbsCsiDriverProps, awsEbsCsiDriver } from '../../constructs/aws-ebs-csi-driver.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<AwsEbsCsiDriverProps>;
const base = {
  namespace: 'kube-system',
  chart: {
    repository: 'https://kubernetes-sigs.github.io/aws-ebs-csi-driver',
    name: 'aws-ebs-csi-driver',
    version: '2.64.0',
  },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new AwsEbsCsiDriver(scope, 'X', { ...base, ...extra }));
const at = (extra: Extra, path: string) => valueAt(build(extra).release.values, path.split('.'));
const critical = { key: 'CriticalAddonsOnly', operator: 'Exists' };
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const gpu = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
const role = 'arn:aws:iam::123456789012:role/ebs';

it.each<[Extra, string, unknown, unknown]>([
  [{ controller: { replicas: 1 } }, 'controller.replicaCount', 2, 1],
  [{ controller: { serviceAccount: 'a' } }, 'controller.serviceAccount.name', 'ebs-csi-controller-sa', 'a'],
  [
    { controller: { roleArn: role } },
    'controller.serviceAccount.annotations',
    undefined,
    { 'eks.amazonaws.com/role-arn': role },
  ],
  [{ controller: { volumeTags: { team: 'ml' } } }, 'controller.extraVolumeTags', undefined, { team: 'ml' }],
  [{ node: { serviceAccount: 'n' } }, 'node.serviceAccount.name', 'ebs-csi-node-sa', 'n'],
  [{ node: { tolerateAllTaints: false } }, 'node.tolerateAllTaints', true, false],
  [
    { node: { tolerateAllTaints: false }, cluster: { systemNodes: { tolerations: [dedicated] } } },
    'node.tolerations',
    undefined,
    [dedicated, gpu],
  ],
  [{ node: { reservedAttachments: 4 } }, 'node.reservedVolumeAttachments', undefined, 4],
  [{ fips: true }, 'fips', false, true],
  [{ metrics: true }, 'controller.enableMetrics', false, true],
  [{ cluster: { components: ['prometheus-operator-crds'] } }, 'controller.enableMetrics', false, true],
  [
    { cluster: { components: ['prometheus-operator-crds'] }, metrics: false },
    'controller.serviceMonitor.forceEnable',
    false,
    false,
  ],
  [{ cluster: { region: 'us-east-1' } }, 'controller.region', undefined, 'us-east-1'],
  [
    { cluster: { systemNodes: { selector: { pool: 'system' } } } },
    'controller.nodeSelector',
    undefined,
    { pool: 'system' },
  ],
  [
    { cluster: { systemNodes: { tolerations: [dedicated] } } },
    'controller.tolerations',
    [critical],
    [critical, dedicated],
  ],
  [{ cluster: { registryMirror: 'm.example/r' } }, 'image.containerRegistry', undefined, 'm.example/r/'],
  [{ cluster: { pullSecrets: ['a'] } }, 'imagePullSecrets', undefined, ['a']],
  [{ cluster: { proxy: { http: 'http://p:1' } } }, 'proxy.http_proxy', undefined, 'http://p:1'],
  [{ cluster: { proxy: { http: 'http://p:1', https: 'http://p:2' } } }, 'proxy.http_proxy', undefined, 'http://p:2'],
  [{ cluster: { proxy: { noProxy: '.svc' } } }, 'proxy.no_proxy', undefined, '.svc'],
  // Fixed: Linux only, and nothing that only `helm test` runs.
  [{}, 'node.enableWindows', false, false],
  [{}, 'helmTester.enabled', false, false],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

describe('the storage class', () => {
  const storageClass = (extra: Extra = {}) => build(extra).objects[0] as unknown;

  it('is gp3, encrypted and the default', () => {
    expect(storageClass()).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Delete',
      parameters: { type: 'gp3', encrypted: 'true', 'csi.storage.k8s.io/fstype': 'ext4' },
    });
  });

  const kmsKeyId = 'arn:aws:kms:us-east-1:123456789012:key/1';
  it.each<[Extra['storageClass'], string, unknown]>([
    [{ default: false }, 'metadata.annotations', undefined],
    [{ reclaimPolicy: 'Retain' }, 'reclaimPolicy', 'Retain'],
    [{ type: 'io2', iops: 5000 }, 'parameters.type', 'io2'],
    [{ iops: 5000 }, 'parameters.iops', '5000'],
    [{ throughputMiBs: 500 }, 'parameters.throughput', '500'],
    [{ encrypted: false }, 'parameters.encrypted', 'false'],
    [{ kmsKeyId }, 'parameters.kmsKeyId', kmsKeyId],
    [{ fsType: 'xfs' }, 'parameters', { type: 'gp3', encrypted: 'true', 'csi.storage.k8s.io/fstype': 'xfs' }],
  ])('takes %j', (given, path, expected) => {
    expect(valueAt(storageClass({ storageClass: given }), path.split('.'))).toEqual(expected);
  });

  it.each<[Extra, readonly string[]]>([
    [{ cluster: { storageClass: 'fast' } }, ['fast']],
    [{ cluster: { storageClass: 'gp2' } }, []],
    [{ storageClass: { create: false } }, []],
    [{ cluster: { storageClass: 'gp2' }, storageClass: { create: true } }, ['gp2']],
  ])('with %j is %j', (extra, names) => {
    expect(build(extra).objects.map(({ metadata }) => metadata.name)).toEqual(names);
  });
});

it.each<[Extra, string]>([
  [
    { controller: { roleArn: 'ebs-role' } },
    'PROPS_INVALID at components.aws-ebs-csi-driver.controller.roleArn\n  got "ebs-role": the ARN of an IAM role',
  ],
  [
    { storageClass: { type: 'io2' } },
    'PROPS_INVALID at components.aws-ebs-csi-driver.storageClass.iops\n  is missing: io1 and io2 need their operations a second',
  ],
  [
    { storageClass: { type: 'io1', iops: 100, throughputMiBs: 200 } },
    'PROPS_INVALID at components.aws-ebs-csi-driver.storageClass.throughputMiBs\n  got 200: only gp3 has a throughput of its own',
  ],
  [
    { values: { controller: { replicaCount: 1 } } },
    'VALUE_OWNED at values.controller.replicaCount\n  the construct of aws-ebs-csi-driver sets controller.replicaCount itself\n  hint: set controller.replicas instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('waits for controller and node plugin, and runs on both architectures', () => {
  const parsed = awsEbsCsiDriver.props.parse(base);
  expect(awsEbsCsiDriver.readiness?.(parsed).map(({ kind, name }) => [kind, name])).toEqual([
    ['Deployment', 'ebs-csi-controller'],
    ['DaemonSet', 'ebs-csi-node'],
  ]);
  for (const image of awsEbsCsiDriver.images?.(parsed) ?? []) expect(image.architectures).toEqual(['amd64', 'arm64']);
  expect(awsEbsCsiDriver.claims?.(parsed)).toEqual(['ebs-csi-driver']);
});
