import { CnsError } from '../errors.ts';
import { parse } from '../parse.ts';
import { parsePath } from '../path.ts';
import { ACCOUNTS } from '../pools/accounts.ts';
import type { CompiledPools } from '../pools/compiled.ts';
import { COMPILERS, type Compiler } from '../pools/compilers.ts';
import type { PoolsPlan } from '../pools/plan.ts';
import type { Engine } from './engine.ts';
import { planInfra } from './plan-infra.ts';
import type { RecipeInput } from './resolve-recipe.ts';
import type { AccountInput } from './stack-file.ts';

/** A plan and what its cloud makes of it. */
export interface CompiledInfra {
  readonly plan: PoolsPlan;
  /** Absent where the nodes are somebody else's: on clusters of your own. */
  readonly compiled?: CompiledPools;
}

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

/** What the cloud of a plan makes of it. */
export function compilePlan(plan: PoolsPlan, account?: AccountInput): Pick<CompiledInfra, 'compiled'> {
  const [compiler, schema] = [COMPILERS[plan.service], ACCOUNTS[plan.service]];
  if (!compiler || !schema) return {};
  if (!account) return standInFor(plan, compiler);
  const { value, locate } = account;
  const facts = parse(schema, value, { code: 'ACCOUNT_INVALID', at: ['account'], ...(locate ? { locate } : {}) });
  try {
    return { compiled: compiler.compile(plan, facts) };
  } catch (error) {
    if (!(error instanceof CnsError) || !locate) throw error;
    throw new CnsError(
      error.problems.map((problem) =>
        problem.path?.startsWith('account.') ? { ...problem, source: locate(parsePath(problem.path) ?? []) } : problem,
      ),
    );
  }
}

/** Without an account, a region is stood in for too; a generic recipe has no machine, so that nothing can be made of it. */
function standInFor(plan: PoolsPlan, { compile, standIns }: Compiler): Pick<CompiledInfra, 'compiled'> {
  if (!plan.gpu.instance) return {};
  return { compiled: compile({ ...plan, region: plan.region ?? '<region>' }, standIns) };
}
