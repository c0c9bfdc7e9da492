import { describe, expect, it } from 'vitest';
import type { ComponentManifests } from '../../src/contract/manifests.ts';
import { formatProblem } from '../../src/errors.ts';
import { contractProblems } from '../../src/synth/check-contracts.ts';
import { checkInput, release, unit } from './unit.ts';
import { fakeUpstream } from './upstream.ts';

const told = (units: ComponentManifests[], context: object = {}, kubeVersion?: string) =>
  contractProblems(checkInput(units, context, fakeUpstream(kubeVersion ? { kubeVersion } : {}))).map(formatProblem);

describe('tolerations of what runs on GPU nodes', () => {
  const daemon = (tolerations: unknown) =>
    unit('a', [], {
      release: release({ tolerations }),
      scheduling: { system: [], accelerated: ['tolerations', 'nodeSelector'] },
    });
  const gpuNodes = { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] };
  const broken = [
    'CONTRACT_BROKEN at components.a.values.tolerations\n  does not tolerate nvidia.com/gpu=present:NoSchedule, which the GPU nodes carry\n  hint: add a toleration under pools.gpu.tolerations, or take the taint off',
  ];
  it.each([
    ['by key', [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }], []],
    ['by key and value', [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }], []],
    ['of every effect', [{ key: 'nvidia.com/gpu', operator: 'Exists' }], []],
    ['of everything', [{ operator: 'Exists' }], []],
    ['of everything, with an empty key', [{ key: '', operator: 'Exists', effect: '' }], []],
    ['none', [], broken],
    ['of another value', [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' }], broken],
    ['of another effect', [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoExecute' }], broken],
    ['not given: the chart’s own stand', undefined, []],
  ])('%s', (_, tolerations, expected) => {
    expect(told([daemon(tolerations)], { gpuNodes })).toEqual(expected);
  });
});

describe('the Kubernetes versions of a chart', () => {
  const text = (accepted: string, version: string) => [
    `CONTRACT_BROKEN at components.a.chart.version\n  the chart accepts Kubernetes ${accepted}, and the cluster has ${version}\n  hint: choose a version of one that the other accepts`,
  ];
  it.each([
    ['>=1.30.0-0', '1.34.2', []],
    ['>= 1.35.0-0', '1.34.2', text('>= 1.35.0-0', '1.34.2')],
    ['>=1.30.0-0 <1.34.0-0', '1.34', text('>=1.30.0-0 <1.34.0-0', '1.34')],
    [undefined, '1.34.2', []],
  ])('%s with %s', (accepted, kubernetes, expected) => {
    expect(told([unit('a', [], { release: release({}) })], { kubernetes }, accepted)).toEqual(expected);
  });
});

it.each([
  ['amd64', []],
  [
    'arm64',
    [
      'CONTRACT_BROKEN at components.a\n  img is published for amd64 only (the registry), and the GPU nodes are arm64\n  hint: take a out, or choose an instance type of another architecture',
    ],
  ],
])('node-side images on %s', (architecture, expected) => {
  const images = [
    { image: 'img', architectures: ['amd64'], nodeSide: true, source: 'the registry' },
    { image: 'other', architectures: ['amd64'], nodeSide: false, source: 'the registry' },
  ] as const;
  expect(told([unit('a', [], { images })], { architecture })).toEqual(expected);
});

it.each([
  ['as it should be', '1.34', ['dra-driver-nvidia-gpu'], []],
  [
    'too early',
    '1.33.9',
    ['dra-driver-nvidia-gpu'],
    [
      'CONTRACT_BROKEN at ownership.allocation\n  dynamic resource allocation needs Kubernetes 1.34, and the cluster has 1.33.9\n  hint: set ownership.allocation to device-plugin, or upgrade',
    ],
  ],
  [
    'without its driver',
    '1.34',
    [],
    [
      'CONTRACT_BROKEN at ownership.allocation\n  dynamic resource allocation needs dra-driver-nvidia-gpu, which is not in the recipe\n  hint: add the component, or set ownership.allocation to device-plugin',
    ],
  ],
])('dynamic allocation %s', (_, kubernetes, components, expected) => {
  expect(told([], { kubernetes, components, ownership: { allocation: 'dra' } })).toEqual(expected);
});
