import { describe, expect, it } from 'vitest';
import {
  PrometheusOperatorCrds,
  type PrometheusOperatorCrdsProps,
  prometheusOperatorCrds,
} from '../../constructs/prometheus-operator-crds.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

const base = {
  namespace: 'monitoring',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-operator-crds',
    version: '31.0.1',
  },
} as const;
const build = (extra: Partial<PrometheusOperatorCrdsProps> = {}) =>
  releaseOf((scope) => new PrometheusOperatorCrds(scope, 'X', { ...base, ...extra })).release;

describe('values', () => {
  it.each<[Partial<PrometheusOperatorCrdsProps>, string, unknown, unknown]>([
    [{ keep: false }, 'crds.annotations', { 'helm.sh/resource-policy': 'keep' }, undefined],
    [{ without: ['servicemonitors'] }, 'crds.servicemonitors.enabled', true, false],
    [{ without: ['servicemonitors'] }, 'crds.podmonitors.enabled', true, true],
    [{ without: ['thanosrulers'] }, 'crds.thanosrulers.enabled', true, false],
  ])('%j sets %s', (extra, path, normal, changed) => {
    expect(valueAt(build().values, path.split('.'))).toEqual(normal);
    expect(valueAt(build(extra).values, path.split('.'))).toEqual(changed);
  });
});

it.each<[Partial<PrometheusOperatorCrdsProps>, string]>([
  [
    { without: ['servicemonitor' as 'servicemonitors'] },
    'PROPS_INVALID at components.prometheus-operator-crds.without[0]\n  got "servicemonitor"; allowed: alertmanagerconfigs, alertmanagers, podmonitors, probes, prometheusagents, prometheuses, prometheusrules, scrapeconfigs, servicemonitors, thanosrulers\n  hint: did you mean servicemonitors?',
  ],
  [
    { values: { crds: { probes: { enabled: false } } } },
    'VALUE_OWNED at values.crds.probes.enabled\n  the construct of prometheus-operator-crds sets crds.probes.enabled itself\n  hint: set without instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('waits for every CRD that it installs, and for no other', () => {
  const ready = prometheusOperatorCrds.readiness?.(
    prometheusOperatorCrds.props.parse({ ...base, without: ['thanosrulers'] }),
  );
  expect(ready).toHaveLength(9);
  expect(ready?.map(({ name }) => name)).toContain('servicemonitors.monitoring.coreos.com');
  expect(ready?.map(({ name }) => name)).not.toContain('thanosrulers.monitoring.coreos.com');
});
