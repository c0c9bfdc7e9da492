import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { components } from '../../constructs/registry.ts';
import { clusterContext } from '../../src/contract/cluster.ts';
import type { Component } from '../../src/contract/component.ts';
import { contentCache, contentKeys } from '../../src/synth/content-cache.ts';
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
  const one = clusterContext.parse({ name: 'one' });
  const key = contentKeys(one)(component, { a: 1 });

  it('holds for another name', () => {
    const cache = contentCache<string>();
    cache.set(key, 'made');
    expect(cache.get(contentKeys({ ...one, name: 'two' })(component, { a: 1 }))).toBe('made');
  });

  it.each([
    ['props', contentKeys(one)(component, { a: 3 })],
    ['context', contentKeys({ ...one, region: 'r' })(component, { a: 1 })],
    ['component', contentKeys(one)({ ...component } as Component, { a: 1 })],
  ])('tells other %s apart', (_, other) => {
    const cache = contentCache<string>();
    cache.set(key, 'made');
    expect(cache.get(other)).toBeUndefined();
  });
});

it('what is remembered cannot be changed', () => {
  const cluster = clusterContext.parse({ name: 'a', components: NAMES });
  const { units } = synthesize({ context: cluster, components: props, provided: new Map(), registry: registry(false) });
  for (const { release, objects, images } of units)
    for (const part of [release, release?.values, objects, objects.main, images])
      expect(part === undefined || Object.isFrozen(part)).toBe(true);
});
