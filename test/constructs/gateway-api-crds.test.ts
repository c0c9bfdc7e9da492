import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { GatewayApiCrds, type GatewayApiCrdsProps, gatewayApiCrds } from '../../constructs/gateway-api-crds.ts';
import { GitSource } from '../../src/contract/git-source.ts';
import { problemOf } from './problem-of.ts';

const git = {
  url: 'https://github.com/kubernetes-sigs/gateway-api',
  tag: 'v1.3.0',
  commit: '40be951cebe5cb3f0365fe6951403de4ff8b9f33',
  path: 'config/crd',
} as const;
const build = (extra: Partial<GatewayApiCrdsProps> = {}) =>
  new GatewayApiCrds(new Chart(new App(), 'test'), 'X', { namespace: 'kube-system', git, ...extra });

it('records the folder of the release, and makes no object', () => {
  const construct = build();
  expect(GitSource.in(construct)?.record).toEqual(git);
  expect(Chart.of(construct).toJson()).toEqual([]);
});

it.each<[Partial<GatewayApiCrdsProps>, string]>([
  [
    { git: { ...git, tag: 'main' } },
    'PROPS_INVALID at components.gateway-api-crds.git.tag\n  got "main": a tag of a release; a branch moves',
  ],
  [
    { git: { ...git, commit: '40be951' } },
    'PROPS_INVALID at components.gateway-api-crds.git.commit\n  got "40be951": a full commit id of 40 hex digits',
  ],
  [
    { values: { install: true } },
    'PROPS_INVALID at components.gateway-api-crds.values\n  got {"install":true}: no chart, so no values: these are manifests as they stand',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('claims the CRDs, and waits for them', () => {
  const parsed = gatewayApiCrds.props.parse({ namespace: 'kube-system', git });
  expect(gatewayApiCrds.claims?.(parsed)).toEqual(['gateway-api-crds']);
  expect(gatewayApiCrds.readiness?.(parsed).map(({ name }) => name)).toEqual([
    'gatewayclasses.gateway.networking.k8s.io',
    'gateways.gateway.networking.k8s.io',
    'grpcroutes.gateway.networking.k8s.io',
    'httproutes.gateway.networking.k8s.io',
    'referencegrants.gateway.networking.k8s.io',
  ]);
});
