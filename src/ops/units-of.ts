import { CnsError } from '../errors.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { type Synthesized, synthesize } from '../synth/synthesize.ts';
import type { Engine } from './engine.ts';
import { placed, positionOf } from './position.ts';

/**
 * The manifests of a recipe, before any check over them.
 *
 * @throws CnsError with everything that keeps a component from being made
 */
export function unitsOf(engine: Engine, recipe: ResolvedRecipe): Synthesized {
  try {
    return synthesize({
      context: recipe.context,
      components: recipe.components,
      provided: new Map(Object.entries(recipe.provided).map(([claim, { why }]) => [claim, why])),
      registry: engine.components,
      locate: (path) => positionOf(recipe, path),
    });
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    // A construct knows paths and no positions.
    throw new CnsError(error.problems.map((problem) => placed(recipe, problem)));
  }
}
