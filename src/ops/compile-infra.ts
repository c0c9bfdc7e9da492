import { CnsError } from '../errors.ts';
import { parse } from '../parse.ts';
import { parsePath } from '../path.ts';
import { ACCOUNTS } from '../pools/accounts.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { COMPILERS, type Compiler } from '../pools/compilers.ts';
import type { PoolsPlan } from '../pools/plan.ts';
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

/** What the cloud of a plan makes of it. */
export function compilePlan(plan: PoolsPlan, account?: AccountInput): Omit<CompiledInfra, 'plan'> {
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
function standInFor(plan: PoolsPlan, { compile, standIns }: Compiler): Omit<CompiledInfra, 'plan'> {
  if (!plan.gpu.instance) return {};
  try {
    return { compiled: compile({ ...plan, region: plan.region ?? '<region>' }, standIns) };
  } catch (error) {
    if (error instanceof CnsError && error.problems.every(({ code }) => code === 'ACCOUNT_INVALID'))
      return { notMade: error.problems };
    throw error;
  }
}
