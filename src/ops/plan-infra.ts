import { type PoolsPlan, planPools } from '../pools/plan.ts';
import { clusterDocument } from '../recipe/cluster-file.ts';
import { parseDocument } from '../recipe/document.ts';
import type { Engine } from './engine.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';
import { manifests } from './synth-cluster.ts';

/**
 * What the nodes of a cluster must be, from the same recipe and the same manifests as its tree.
 *
 * @throws CnsError with everything that keeps the tree from being made
 */
export function planInfra(engine: Engine, input: RecipeInput): PoolsPlan {
  const recipe = resolveRecipe(engine, input);
  const { units } = manifests(engine, recipe);
  return planPools({ cluster: parseDocument(input.document, 'Cluster', clusterDocument), recipe, units });
}
