import { describe, expect, it } from 'vitest';
import { AwsEfa, type AwsEfaProps, awsEfa } from '../../constructs/aws-efa.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<AwsEfaProps>;
const base = {
  namespace: 'kube-system',
  chart: {
    repository: 'https://aws.github.io/eks-charts',
    name: 'aws-efa-k8s-device-plugin',
    version: 'v0.5.30',
  },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new AwsEfa(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.'));
const image = 'eks/aws-efa-k8s-device-plugin';
const west = `602401143452.dkr.ecr.us-west-2.amazonaws.com/${image}`;
const gpu = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };

it.each<[Extra, string, unknown, unknown]>([
  [{ image: { registry: 'r.example' } }, 'image.repository', west, `r.example/${image}`],
  [{ image: { tag: 'v0.5.19' } }, 'image.tag', undefined, 'v0.5.19'],
  [{ privileged: false }, 'securityContext.privileged', true, false],
  [{ privileged: false }, 'securityContext.allowPrivilegeEscalation', true, false],
  [{ privileged: false }, 'securityContext.capabilities', undefined, { drop: ['ALL'] }],
  [
    { nodes: { labelKeys: ['nodeGroup'], labelValues: ['gpu'] } },
    'supportedInstanceLabels',
    undefined,
    { keys: ['nodeGroup'], values: ['gpu'] },
  ],
  [{ requests: { cpu: '50m' } }, 'resources.requests', { cpu: '10m', memory: '20Mi' }, { cpu: '50m' }],
  [{ cluster: { gpuNodes: { selector: { a: 'b' } } } }, 'nodeSelector', undefined, { a: 'b' }],
  [
    { cluster: { gpuNodes: { tolerations: [{ key: 'x', operator: 'Exists' }] } } },
    'tolerations',
    [gpu],
    [{ key: 'x', operator: 'Exists' }],
  ],
  [{ cluster: { pullSecrets: ['p'] } }, 'imagePullSecrets', undefined, [{ name: 'p' }]],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.repository', west, `m.example/${west}`],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

describe('the registry', () => {
  it.each([
    ['us-east-1', 'aws', '602401143452.dkr.ecr.us-east-1.amazonaws.com'],
    ['me-central-1', 'aws', '759879836304.dkr.ecr.me-central-1.amazonaws.com'],
    ['ap-southeast-5', 'aws', '151610086707.dkr.ecr.ap-southeast-5.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', '013241004608.dkr.ecr.us-gov-west-1.amazonaws.com'],
    ['cn-northwest-1', 'aws-cn', '961992271922.dkr.ecr.cn-northwest-1.amazonaws.com.cn'],
  ] as const)('in %s (%s) is %s', (region, partition, host) => {
    expect(at({ cluster: { region, partition } }, 'image.repository')).toBe(`${host}/${image}`);
  });

  it.each<[Extra, RegExp]>([
    [
      { cluster: { region: 'us-west-9' } },
      /^PROPS_INVALID at components\.aws-efa\.cluster\.region\n {2}got "us-west-9": no registry of EKS is known there; allowed: af-south-1, .*\n {2}hint: did you mean us-west-1, us-west-2, .*\? or name the registry in image\.registry$/,
    ],
    [
      { cluster: { region: 'cn-north-1' } },
      /^PROPS_INVALID at components\.aws-efa\.cluster\.partition\n {2}got "aws": region cn-north-1 is in partition aws-cn\n {2}hint: set partition to aws-cn, or name the registry in image\.registry$/,
    ],
    [
      { cluster: { partition: 'aws-us-gov' } },
      /^PROPS_INVALID at components\.aws-efa\.cluster\.region\n {2}is missing: partition aws-us-gov has a registry in each region\n {2}hint: give the region, or name the registry in image\.registry$/,
    ],
  ])('is refused for %j', (extra, message) => {
    expect(problemOf(() => build(extra))).toMatch(message);
    expect(problemOf(() => build({ ...extra, image: { registry: 'r.example' } }))).toBe('');
  });
});

it.each<[Extra, string]>([
  [
    { image: { tag: 'latest' } },
    'PROPS_INVALID at components.aws-efa.image.tag\n  got "latest": a version such as v0.5.20',
  ],
  [
    { values: { securityContext: { privileged: false } } },
    'VALUE_OWNED at values.securityContext.privileged\n  the construct of aws-efa-k8s-device-plugin sets securityContext.privileged itself\n  hint: set privileged instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('is not waited for: its nodes may come later', () => {
  expect(build().wait).toBe(false);
  expect(awsEfa.readiness?.(awsEfa.props.parse(base))).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: 'aws-efa-k8s-device-plugin',
      namespace: 'kube-system',
      needsNodes: true,
    },
  ]);
});

it.each(['us-west-2', 'eu-west-1'])('names the image of %s for both architectures', (region) => {
  expect(awsEfa.images?.(awsEfa.props.parse({ ...base, cluster: { region } }))).toMatchObject([
    {
      image: `602401143452.dkr.ecr.${region}.amazonaws.com/${image}`,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
    },
  ]);
});
