import type { Catalog } from '../recipe/catalog.ts';

/** Namespaces that every cluster has. */
const OF_KUBERNETES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Names that say nothing about whose cluster it is: components of the catalog, their charts and their namespaces. */
export function knownNames(catalog: Catalog): ReadonlySet<string> {
  const rows = catalog.layers.flatMap(({ document }) => Object.entries(document.bill));
  const names = rows.flatMap(([component, { chart, namespace }]) => [component, chart?.name ?? '', namespace]);
  return new Set([...OF_KUBERNETES, ...names.filter((name) => name !== '')]);
}
