import { throwProblems } from '../errors.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { heldInfra } from './check-infra.ts';
import type { Engine } from './engine.ts';
import type { RecipeInput } from './resolve-recipe.ts';
import type { AccountInput } from './stack-file.ts';

/**
 * What a stack makes: compiled like `compileInfra`, and only when it fits the tree of the same cluster file.
 *
 * @throws CnsError `ACCOUNT_INVALID`, or `CONTRACT_BROKEN` with everything that the two halves contradict each other in
 */
export function provisionInfra(engine: Engine, input: RecipeInput, account: AccountInput): CompiledInfra {
  const { contracts, ...infra } = heldInfra(engine, input, account);
  throwProblems(contracts.flatMap(({ problems }) => problems));
  return infra;
}
