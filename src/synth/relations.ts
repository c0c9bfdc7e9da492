import type { Component, ComponentProps } from '../contract/component.ts';
import type { HelmChartRef } from '../contract/helm-chart.ts';
import type { Problem } from '../errors.ts';
import { compareText } from '../plain.ts';
import type { Dependencies } from './order.ts';

/** A component of a recipe with its parsed props. */
export interface Wanted {
  readonly component: Component;
  readonly props: ComponentProps & { readonly chart?: HelmChartRef };
}

/**
 * What each component waits for: its dependencies, those of `after` that are in the recipe, and whoever claims what it requires.
 *
 * Problems: a claim with two owners (the provider counts as one), a requirement that nobody meets, a dependency that is not in the recipe.
 *
 * @param unread components of the recipe whose props did not parse: they are there, and nobody knows what they bring
 */
export function relate(
  wanted: readonly Wanted[],
  provided: ReadonlyMap<string, string>,
  unread: ReadonlySet<string> = new Set(),
): { readonly dependencies: Dependencies; readonly problems: readonly Problem[] } {
  const names = new Set(wanted.map(({ component }) => component.name));
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { component, props } of wanted) {
    for (const claim of new Set(component.claims?.(props) ?? [])) {
      const other = owners.get(claim);
      const why = provided.get(claim);
      const path = `components.${component.name}`;
      if (why !== undefined)
        problems.push({
          code: 'COMPONENT_CONFLICT',
          path,
          message: `${component.name} brings ${claim}, and the provider brings it already: ${why}`,
          hint: `take ${component.name} out, or give the thing one owner`,
        });
      else if (other !== undefined)
        problems.push({
          code: 'COMPONENT_CONFLICT',
          path,
          message: `${component.name} and ${other} both bring ${claim}: it exists once in a cluster`,
          hint: `take one of the two out`,
        });
      owners.set(claim, component.name);
    }
  }
  const dependencies = new Map<string, readonly string[]>();
  for (const { component } of wanted) {
    const before = new Set((component.after ?? []).filter((name) => names.has(name)));
    for (const name of component.dependsOn ?? []) {
      if (names.has(name)) before.add(name);
      else if (!unread.has(name))
        problems.push({
          code: 'COMPONENT_CONFLICT',
          path: `components.${component.name}`,
          message: `${component.name} needs ${name}, which is not in the recipe`,
          hint: `add ${name}, or take ${component.name} out`,
        });
    }
    for (const claim of component.requires ?? []) {
      const owner = owners.get(claim);
      if (owner !== undefined && owner !== component.name) before.add(owner);
      else if (!provided.has(claim) && owner === undefined && unread.size === 0)
        problems.push({
          code: 'COMPONENT_CONFLICT',
          path: `components.${component.name}`,
          message: `${component.name} needs ${claim}, which neither a component nor the provider brings`,
          hint: `add a component that brings ${claim}`,
        });
    }
    dependencies.set(component.name, [...before].sort(compareText));
  }
  return { dependencies, problems };
}
