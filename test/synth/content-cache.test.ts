import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { components } from '../../constructs/registry.ts';
import { clusterContext } from '../../src/contract/cluster.ts';
import type { Component } from '../../src/contract/component.ts';
import { contentCache, contextDigest } from '../../src/synth/content-cache.ts';
import { synthesize } from '../../src/synth/synthesize.ts';

const NAMES = [
  'gpu-operator',
  'kube-prometheus-stack',
  'cert-manager',
  'prometheus-operator-crds',
  'metrics-server',
  'kai-scheduler',
];

const props = {
  'gpu-operator': {
    namespace: 'gpu-operator',
    chart: { repository: 'https://helm.ngc.nvidia.com/nvidia', name: 'gpu-operator', version: 'v26.3.3' },
    driver: { version: '580.126.20' },
  },
  'kube-prometheus-stack': {
    namespace: 'monitoring',
    chart: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      name: 'kube-prometheus-stack',
      version: '88.5.3',
    },
  },
  'cert-manager': {
    namespace: 'cert-manager',
    chart: { repository: 'https://charts.jetstack.io', name: 'cert-manager', version: 'v1.21.1' },
  },
  'prometheus-operator-crds': {
    namespace: 'monitoring',
    chart: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      name: 'prometheus-operator-crds',
      version: '31.0.1',
    },
  },
  'metrics-server': {
    namespace: 'kube-system',
    chart: {
      repository: 'https://kubernetes-sigs.github.io/metrics-server',
      name: 'metrics-server',
      version: '3.13.1',
    },
  },
  'kai-scheduler': {
    namespace: 'kai-scheduler',
    chart: { repository: 'oci://ghcr.io/kai-scheduler/kai-scheduler', name: 'kai-scheduler', version: 'v0.17.0' },
  },
};

/** Copies are other components to the cache: with them everything is constructed anew. */
const registry = (copy: boolean): ReadonlyMap<string, Component> =>
  new Map(
    components
      .filter(({ name }) => NAMES.includes(name))
      .map((component) => [component.name, copy ? { ...component } : component]),
  );

const context = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c'),
    service: fc.constantFrom('eks', 'self-managed'),
    registryMirror: fc.constantFrom(undefined, 'm.example.com/r'),
    pullSecrets: fc.constantFrom([], ['pull']),
    labels: fc.constantFrom({}, { team: 'x' }),
    ownership: fc.constantFrom({}, { driver: 'image' }),
    storageClass: fc.constantFrom(undefined, 'gp3'),
    kubernetes: fc.constantFrom('1.34.2', '1.35.1'),
  },
  { requiredKeys: ['name'] },
);

it('never changes a byte: clusters after other clusters are as if they were the first', () => {
  const known = registry(false);
  fc.assert(
    fc.property(fc.array(context, { minLength: 1, maxLength: 6 }), (contexts) => {
      for (const input of contexts) {
        const cluster = clusterContext.parse({ ...input, components: NAMES });
        const cached = synthesize({ context: cluster, components: props, provided: new Map(), registry: known });
        const fresh = synthesize({
          context: cluster,
          components: props,
          provided: new Map(),
          registry: registry(true),
        });
        expect(JSON.stringify(cached)).toBe(JSON.stringify(fresh));
        for (const [i, unit] of cached.units.entries())
          expect([...(unit.release?.attribution ?? [])]).toEqual([...(fresh.units[i]?.release?.attribution ?? [])]);
      }
    }),
    { numRuns: 40 },
  );
});

describe('the key', () => {
  const component = components[0] as Component;
  const key = { component, props: { a: 1 }, digest: 'd', name: 'one' };

  it('holds for another name where the name was not read', () => {
    const cache = contentCache<string>();
    cache.set(key, false, 'made');
    expect(cache.get({ ...key, name: 'two' })).toBe('made');
  });

  it('holds for this name only where it was read', () => {
    const cache = contentCache<string>();
    cache.set(key, true, 'made');
    expect([cache.get(key), cache.get({ ...key, name: 'two' })]).toEqual(['made', undefined]);
  });

  it.each([
    ['props', { props: { a: 3 } }],
    ['context', { digest: 'e' }],
    ['component', { component: { ...component } as Component }],
  ])('tells other %s apart', (_, other) => {
    const cache = contentCache<string>();
    cache.set(key, false, 'made');
    expect(cache.get({ ...key, ...other })).toBeUndefined();
  });

  it('stands for everything in a context but the name', () => {
    const one = clusterContext.parse({ name: 'one' });
    expect(contextDigest(one)).toBe(contextDigest({ ...one, name: 'two' }));
    expect(contextDigest(one)).not.toBe(contextDigest({ ...one, region: 'r' }));
  });
});
