import { dotGraph, mermaidGraph } from '../report/graph.ts';
import type { Engine } from './engine.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';
import { unitsOf } from './units-of.ts';

export const GRAPH_FORMATS = ['mermaid', 'dot', 'json'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/**
 * The components of a recipe and what waits for what, as a picture in text.
 *
 * @throws CnsError with everything that keeps the recipe or a component from being made
 */
export function graphOf(engine: Engine, input: RecipeInput, format: GraphFormat): string {
  const { units } = unitsOf(engine, resolveRecipe(engine, input));
  if (format === 'mermaid') return mermaidGraph(units);
  if (format === 'dot') return dotGraph(units);
  const rows = units.map(({ component, wave, dependsOn }) => ({ component, wave, dependsOn }));
  return `${JSON.stringify({ components: rows }, null, 2)}\n`;
}
