import { CnsError } from '../errors.ts';
import { parse } from '../parse.ts';
import { parsePath } from '../path.ts';
import { ACCOUNTS } from '../pools/accounts.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { COMPILERS } from '../pools/compilers.ts';
import type { PoolsPlan } from '../pools/plan.ts';
import { compileStandIn } from './compile-stand-in.ts';
import type { AccountInput } from './stack-file.ts';

/** What the cloud of a plan makes of it. */
export function compilePlan(plan: PoolsPlan, account?: AccountInput): Omit<CompiledInfra, 'plan'> {
  const [compiler, schema] = [COMPILERS[plan.service], ACCOUNTS[plan.service]];
  if (!compiler || !schema) return {};
  if (!account) return compileStandIn(plan);
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
