import type { ResolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import type { Snapshot } from '../../src/snapshot/document.ts';
import { CHECKS } from '../../src/validate/checks.ts';
import { runChecks } from '../../src/validate/run-checks.ts';
import { oneCaseAnIntent, resolved } from '../samples.ts';
import { documentOfRecipe } from './a-recipe.ts';
import { asWanted } from './as-wanted.ts';

type Measured = Snapshot['measurements'];
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
/** Measurements of a sample that a test may change. */
export type Changeable = Required<Mutable<Measured>>;
export type Change = (cluster: Changeable, node: Changeable) => void;

export const recipes = oneCaseAnIntent.map((one) => documentOfRecipe(resolved(one)));

/** Outcomes by id after one change of a cluster that is as wanted; only the second GPU node is changed, so that one node is enough. */
export function itemsAfter(recipe: ResolvedRecipeDocument, change: Change, check?: string) {
  const snapshots = structuredClone(asWanted(recipe));
  const [cluster, , node] = snapshots.map(({ snapshot }) => snapshot.measurements as Changeable);
  if (!cluster || !node) throw new Error('a sample has two nodes');
  change(cluster, node);
  const checks = CHECKS.filter(({ name }) => check === undefined || name === check);
  return runChecks({ recipe, snapshots }, checks).items;
}

export const isNotMet = (items: ReturnType<typeof itemsAfter>, id: string) => {
  const item = items.find((one) => one.id === id);
  return item?.outcome === 'not-met' ? 'not-met' : JSON.stringify(item ?? `no item ${id}`);
};
