import { CnsError } from '../errors.ts';
import { parse } from '../parse.ts';
import { ACCOUNTS } from '../pools/accounts.ts';
import type { CompiledPools } from '../pools/compiled.ts';
import { COMPILERS } from '../pools/compilers.ts';
import type { PoolsPlan } from '../pools/plan.ts';
import type { Engine } from './engine.ts';
import { planInfra } from './plan-infra.ts';
import type { RecipeInput } from './resolve-recipe.ts';

/** A plan and what its cloud makes of it. */
export interface CompiledInfra {
  readonly plan: PoolsPlan;
  readonly compiled: CompiledPools;
}

/**
 * Everything that a cluster file asks of a cloud account, from the same recipe and manifests as its tree.
 *
 * @param account facts of the account, as the stack's configuration has them
 * @throws CnsError `ACCOUNT_INVALID` with everything that is wrong or missing in `account`; and whatever keeps the tree from being made
 */
export function compileInfra(engine: Engine, input: RecipeInput, account: unknown): CompiledInfra {
  const plan = planInfra(engine, input);
  const [compiler, schema] = [COMPILERS[plan.service], ACCOUNTS[plan.service]];
  if (!compiler || !schema)
    throw new CnsError({
      code: 'ACCOUNT_INVALID',
      path: 'criteria.service',
      message: `nothing is made for ${plan.service}: its nodes are yours`,
      hint: `see what they must be: cnsctl infra plan ${plan.cluster}`,
    });
  const facts = parse(schema, account, { code: 'ACCOUNT_INVALID', at: ['account'] });
  return { plan, compiled: compiler.compile(plan, facts) };
}
