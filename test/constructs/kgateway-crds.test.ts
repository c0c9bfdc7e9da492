import { expect, it } from 'vitest';
import { KgatewayCrds, type KgatewayCrdsProps, kgatewayCrds } from '../../constructs/kgateway-crds.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

const base = {
  namespace: 'kgateway-system',
  chart: { repository: 'oci://cr.kgateway.dev/kgateway-dev/charts', name: 'kgateway-crds', version: 'v2.0.5' },
} as const;
const build = (extra: Partial<KgatewayCrdsProps> = {}) =>
  releaseOf((scope) => new KgatewayCrds(scope, 'X', { ...base, ...extra }));

it('is a release without values', () => {
  expect(build().release).toMatchObject({ ...base.chart, release: 'kgateway-crds', namespace: 'kgateway-system' });
  expect(build().release.values).toEqual({});
  expect(build().objects).toEqual([]);
});

it('passes raw values on, for the check of dead values to refuse', () => {
  const { release } = build({ values: { install: true } });
  expect(release.values).toEqual({ install: true });
  expect(release.attribution.get('install')).toEqual(['values.install']);
});

it('refuses a version that moves', () => {
  expect(problemOf(() => build({ chart: { ...base.chart, version: 'latest' } }))).toBe(
    'PROPS_INVALID at components.kgateway-crds.chart.version\n  got "latest": an exact version such as v1.21.1; ranges and `latest` are refused',
  );
});

it('waits for the six CRDs of 2.0', () => {
  expect(kgatewayCrds.readiness?.(kgatewayCrds.props.parse(base)).map(({ name }) => name)).toEqual([
    'backends.gateway.kgateway.dev',
    'directresponses.gateway.kgateway.dev',
    'gatewayextensions.gateway.kgateway.dev',
    'gatewayparameters.gateway.kgateway.dev',
    'httplistenerpolicies.gateway.kgateway.dev',
    'trafficpolicies.gateway.kgateway.dev',
  ]);
});
