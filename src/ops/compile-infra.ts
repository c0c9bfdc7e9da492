import type { CompiledInfra } from '../pools/compiled.ts';
import { compilePlan } from './compile-plan.ts';
import type { Engine } from './engine.ts';
import { planInfra } from './plan-infra.ts';
import type { RecipeInput } from './resolve-recipe.ts';
import type { AccountInput } from './stack-file.ts';

/**
 * Everything that a cluster file asks of a cloud account, from the same recipe and manifests as its tree.
 *
 * @param account as the stack's configuration has it. @default - names in angle brackets stand for what only an account knows
 * @throws CnsError `ACCOUNT_INVALID` with everything that is wrong or missing in `account`; and whatever keeps the tree from being made
 */
export function compileInfra(engine: Engine, input: RecipeInput, account?: AccountInput): CompiledInfra {
  const plan = planInfra(engine, input);
  return { plan, ...compilePlan(plan, account) };
}
