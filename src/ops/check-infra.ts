import type { CheckedContract } from '../pools/contracts/check.ts';
import { clusterDocument } from '../recipe/cluster-file.ts';
import { parseDocument } from '../recipe/document.ts';
import { compilePlan } from './compile-plan.ts';
import type { Engine } from './engine.ts';
import { type HeldInfra, heldContracts } from './hold-contracts.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';
import type { AccountInput } from './stack-file.ts';
import { manifests } from './synth-cluster.ts';

/** Both halves of a cluster file, held against every contract. */
export interface CheckedInfra {
  readonly contracts: readonly CheckedContract[];
}

/**
 * Holds the nodes of a cluster file against its tree. The recipe is resolved and its manifests are made once, for both halves.
 *
 * @param account as the stack's configuration has it. @default - names in angle brackets stand for what only an account knows
 * @throws CnsError `ACCOUNT_INVALID` with everything that is wrong or missing in `account`; and whatever keeps the tree from being made
 */
export const checkInfra = (engine: Engine, input: RecipeInput, account?: AccountInput): CheckedInfra => ({
  contracts: heldInfra(engine, input, account).contracts,
});

/** The same with what was planned and compiled. */
export function heldInfra(engine: Engine, input: RecipeInput, account?: AccountInput): HeldInfra {
  const cluster = parseDocument(input.document, 'Cluster', clusterDocument);
  const recipe = resolveRecipe(engine, input);
  const { units } = manifests(engine, recipe);
  const { document } = input;
  return heldContracts({ document, cluster, recipe, units, compile: compilePlan, ...(account ? { account } : {}) });
}
