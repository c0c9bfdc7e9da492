import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { traced } from '../../src/contract/attribution.ts';
import { HelmChart, type HelmChartProps, helmChartRef } from '../../src/contract/helm-chart.ts';
import { textsOf } from '../problems-of.ts';

const ref = { repository: 'https://charts.example.com', name: 'demo', version: '1.2.3' };
const make = (props: Partial<HelmChartProps>) =>
  new HelmChart(new Chart(new App(), 'c'), 'Chart', { ...ref, release: 'demo', namespace: 'n', values: {}, ...props })
    .record;
const by = traced({
  driver: { version: '580' },
  replicas: 2,
  cluster: { os: 'ubuntu' },
  none: undefined as string | undefined,
});

describe('values', () => {
  it('are unwrapped, and each path knows its props', () => {
    const { values, attribution } = make({
      values: { a: { b: by((p) => p.driver.version), c: 1 }, d: by((p) => [p.replicas, p.cluster.os]) },
    });
    expect(values).toEqual({ a: { b: '580', c: 1 }, d: [2, 'ubuntu'] });
    expect(Object.fromEntries(attribution)).toEqual({
      'a.b': ['driver.version'],
      'a.c': [],
      d: ['cluster.os', 'replicas'],
    });
  });

  it('without a value, and maps that became empty, are left out', () => {
    const { values, attribution } = make({ values: { a: undefined, b: by((p) => p.none), c: { d: undefined } } });
    expect(values).toEqual({});
    expect([...attribution.keys()]).toEqual([]);
  });

  it('inside a list are unwrapped too, and the list belongs to all of them', () => {
    const { values, attribution } = make({
      values: { env: [{ name: 'X', value: by((p) => p.driver.version) }, { emptyDir: {} }] },
    });
    expect(values).toEqual({ env: [{ name: 'X', value: '580' }, { emptyDir: {} }] });
    expect(attribution.get('env')).toEqual(['driver.version']);
  });
});

describe('raw values', () => {
  it('are merged beside those of the construct', () => {
    const { values, attribution } = make({ values: { a: { b: 1 } }, raw: { a: { c: 2 }, 'x.y': { z: [1] }, e: {} } });
    expect(values).toEqual({ a: { b: 1, c: 2 }, 'x.y': { z: [1] }, e: {} });
    expect(attribution.get('a.c')).toEqual(['values.a.c']);
    expect(attribution.get('["x.y"].z')).toEqual(['values["x.y"].z']);
  });

  it.each([
    [
      'the same path',
      { a: 9 },
      { a: by((p) => p.driver.version) },
      ['VALUE_OWNED at values.a\n  the construct of demo sets a itself\n  hint: set driver.version instead'],
    ],
    [
      'above one',
      { a: 9 },
      { a: { b: 1 } },
      [
        'VALUE_OWNED at values.a\n  the construct of demo sets a.b itself\n  hint: remove it: the construct fixes a.b, because its other values rest on it',
      ],
    ],
    [
      'below one',
      { a: { b: 9 } },
      { a: [1] },
      [
        'VALUE_OWNED at values.a.b\n  the construct of demo sets a itself\n  hint: remove it: the construct fixes a, because its other values rest on it',
      ],
    ],
    [
      'an own prop is named before one of the cluster',
      { a: 9 },
      { a: by((p) => [p.cluster.os, p.replicas]) },
      ['VALUE_OWNED at values.a\n  the construct of demo sets a itself\n  hint: set replicas or cluster.os instead'],
    ],
    [
      'two at once',
      { a: 1, b: 2 },
      { a: 1, b: 1 },
      [
        'VALUE_OWNED at values.a\n  the construct of demo sets a itself\n  hint: remove it: the construct fixes a, because its other values rest on it',
        'VALUE_OWNED at values.b\n  the construct of demo sets b itself\n  hint: remove it: the construct fixes b, because its other values rest on it',
      ],
    ],
  ])('%s is refused with the prop to use', (_, raw, values, expected) => {
    expect(textsOf(() => make({ values, raw }))).toEqual(expected);
  });

  it('a name that only begins alike is another path', () => {
    expect(make({ values: { driver: 1 }, raw: { driverManager: 2 } }).values).toEqual({ driver: 1, driverManager: 2 });
  });
});

it('records what a deployer needs, with defaults', () => {
  expect(make({})).toMatchObject({ ...ref, release: 'demo', namespace: 'n', timeoutSeconds: 600, wait: true });
  expect(make({})).not.toHaveProperty('digest');
});

it('is found below a scope, also one of another copy of the library', () => {
  const scope = new Chart(new App(), 'c');
  expect(HelmChart.in(scope)).toBeUndefined();
  const inner = new Construct(scope, 'inner');
  const chart = new HelmChart(inner, 'Chart', { ...ref, release: 'demo', namespace: 'n', values: {} });
  expect(HelmChart.in(scope)).toBe(chart);
});

it.each([
  [{ ...ref, version: 'latest' }, false],
  [{ ...ref, version: '^1.2.3' }, false],
  [{ ...ref, version: '1.2' }, false],
  [{ ...ref, version: 'v26.3.3' }, true],
  [{ ...ref, version: '1.2.3-rc.1+b' }, true],
  [{ ...ref, repository: 'http://x.example.com' }, false],
  [{ ...ref, repository: 'oci://ghcr.io/x/' }, false],
  [{ ...ref, repository: 'oci://ghcr.io/x' }, true],
  [{ ...ref, name: '../x' }, false],
  [{ ...ref, digest: 'sha256:1' }, false],
  [{ ...ref, digest: `sha256:${'a'.repeat(64)}` }, true],
])('%j is a chart: %s', (value, fits) => {
  expect(helmChartRef.safeParse(value).success).toBe(fits);
});
