import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { type Synthesized, synthesize } from '../synth/synthesize.ts';
import type { Engine } from './engine.ts';
import { positionOf } from './position.ts';

/**
 * The manifests of a recipe, before any check over them.
 *
 * @throws CnsError with everything that keeps a component from being made
 */
export function unitsOf(engine: Engine, recipe: ResolvedRecipe): Synthesized {
  return synthesize({
    context: recipe.context,
    components: recipe.components,
    provided: new Map(Object.entries(recipe.provided).map(([claim, { why }]) => [claim, why])),
    registry: engine.components,
    locate: (path) => positionOf(recipe, path),
  });
}
