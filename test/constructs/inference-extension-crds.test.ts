import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import {
  InferenceExtensionCrds,
  type InferenceExtensionCrdsProps,
  inferenceExtensionCrds,
} from '../../constructs/inference-extension-crds.ts';
import { GitSource } from '../../src/contract/git-source.ts';
import { problemOf } from './problem-of.ts';

const git = {
  url: 'https://github.com/kubernetes-sigs/gateway-api-inference-extension',
  tag: 'v0.5.1',
  commit: '978c23bb96cce25f11cea2421523cb479026e2e9',
  path: 'config/crd',
} as const;
const build = (extra: Partial<InferenceExtensionCrdsProps> = {}) =>
  new InferenceExtensionCrds(new Chart(new App(), 'test'), 'X', { namespace: 'kube-system', git, ...extra });

it('records the folder of the release, and makes no object', () => {
  const construct = build();
  expect(GitSource.in(construct)?.record).toEqual(git);
  expect(Chart.of(construct).toJson()).toEqual([]);
});

it.each<[Partial<InferenceExtensionCrdsProps>, string]>([
  [
    { git: { ...git, tag: 'main' } },
    'PROPS_INVALID at components.inference-extension-crds.git.tag\n  got "main": a tag of a release; a branch moves',
  ],
  [
    { git: { ...git, commit: '978c23b' } },
    'PROPS_INVALID at components.inference-extension-crds.git.commit\n  got "978c23b": a full commit id of 40 hex digits',
  ],
  [
    { values: { install: true } },
    'PROPS_INVALID at components.inference-extension-crds.values\n  got {"install":true}: no chart, so no values: these are manifests as they stand',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('claims the CRDs, and waits for them', () => {
  const parsed = inferenceExtensionCrds.props.parse({ namespace: 'kube-system', git });
  expect(inferenceExtensionCrds.claims?.(parsed)).toEqual(['inference-extension-crds']);
  expect(inferenceExtensionCrds.readiness?.(parsed).map(({ name }) => name)).toEqual([
    'inferencepools.inference.networking.x-k8s.io',
    'inferencemodels.inference.networking.x-k8s.io',
  ]);
});
