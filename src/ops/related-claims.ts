import { type Component, parseProps } from '../contract/component.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';

/**
 * Which component of a recipe brings each thing that exists once in a cluster. With two owners the last one: that this is an
 * error is for synthesis to say.
 *
 * @throws CnsError when the props of a component do not parse
 */
export function relatedClaims(components: readonly Component[], recipe: ResolvedRecipe): ReadonlyMap<string, string> {
  return new Map(
    components.flatMap((component) => {
      const props = parseProps(component.name, component.props, {
        ...recipe.components[component.name],
        cluster: recipe.context,
      });
      return (component.claims?.(props) ?? []).map((claim) => [claim, component.name] as const);
    }),
  );
}
