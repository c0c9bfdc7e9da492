import fc from 'fast-check';
import type { Bundle, ComponentManifests, KubeObject } from '../../src/contract/manifests.ts';
import { bundle, COMMIT, namespace, release, unit } from './bundle.ts';

const object: fc.Arbitrary<KubeObject> = fc.record({
  apiVersion: fc.constantFrom('v1', 'example.com/v1', 'other.example.com/v1'),
  kind: fc.constantFrom('ConfigMap', 'Widget', 'Kustomization', 'CustomResourceDefinition'),
  metadata: fc.record(
    { name: fc.constantFrom('a', 'b', 'a-b', 'system:a', 'a..b'), namespace: fc.constantFrom('a', 'b', 'b-a') },
    { requiredKeys: ['name'] },
  ),
});

const objects = fc.uniqueArray(object, { maxLength: 4, selector: identity });

/** A cluster of up to eight components with every mix of phases, charts and Git sources; each depends only on earlier ones. */
export const arbitraryBundle: fc.Arbitrary<Bundle> = fc
  .array(
    fc.record({
      before: objects,
      main: objects,
      after: objects,
      kind: fc.constantFrom('https', 'oci', 'git', 'none'),
      links: fc.array(fc.nat(7), { maxLength: 3 }),
    }),
    { maxLength: 8 },
  )
  .map((parts) => {
    const units: ComponentManifests[] = [];
    for (const [i, { before, main, after, kind, links }] of parts.entries()) {
      const earlier = [...new Set(links.filter((link) => link < i))].map((link) => units[link] as ComponentManifests);
      const repository = kind === 'oci' ? 'oci://registry.example.com/charts' : 'https://charts.example.com';
      units.push(
        unit({
          component: `c${i}`,
          dependsOn: earlier.map(({ component }) => component),
          wave: 1 + Math.max(0, ...earlier.map(({ wave }) => wave)),
          objects: { before, main, after },
          ...(kind === 'https' || kind === 'oci'
            ? { release: release({ repository, name: 'x', version: '1.0.0' }) }
            : {}),
          ...(kind === 'git'
            ? { git: { url: 'https://github.com/x/y', tag: 'v1', commit: COMMIT, path: 'config' } }
            : {}),
        }),
      );
    }
    const ordered = units.toSorted((a, b) => a.wave - b.wave);
    return { ...bundle, namespaces: [namespace('a'), namespace('b')], units: ordered };
  });

/** What tells one object from another on a cluster. */
export function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('|');
}
