import type { KubeObject } from '../contract/manifests.ts';
import { type Problem, throwProblems } from '../errors.ts';
import { formatPath } from '../path.ts';
import { compareText } from '../plain.ts';

/** Namespaces that every cluster has; nobody owns them. */
export const STANDING_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
]);

const LEVELS = ['restricted', 'baseline', 'privileged'];

/** A namespace that a component lives in, and the labels that it needs there. */
export interface NamespaceWish {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The only Namespace objects of a tree, by name. Where components that share one need different Pod Security levels, the one that
 * lets all of them run stands: the most permissive.
 *
 * @throws CnsError `COMPONENT_CONFLICT` for every other label that two of them want differently
 */
export function namespaceObjects(wishes: readonly NamespaceWish[]): KubeObject[] {
  const labels = new Map<string, Record<string, string>>();
  const problems: Problem[] = [];
  for (const wish of wishes) {
    if (STANDING_NAMESPACES.has(wish.name)) continue;
    const merged = labels.get(wish.name) ?? {};
    for (const [key, value] of Object.entries(wish.labels)) {
      const known = merged[key];
      if (known !== undefined && known !== value && !(LEVELS.includes(known) && LEVELS.includes(value)))
        problems.push({
          code: 'COMPONENT_CONFLICT',
          path: formatPath(['namespaces', wish.name, 'labels', key]),
          message: `components of this namespace want ${known} and ${value}`,
          hint: 'give one of them another namespace under shared.namespaces',
        });
      merged[key] = known !== undefined && LEVELS.indexOf(known) > LEVELS.indexOf(value) ? known : value;
    }
    labels.set(wish.name, merged);
  }
  throwProblems(problems);
  return [...labels]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, own]) => {
      const sorted = Object.fromEntries(Object.entries(own).sort(([a], [b]) => compareText(a, b)));
      return {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, ...(Object.keys(sorted).length > 0 ? { labels: sorted } : {}) },
      };
    });
}
