import { CnsError } from '../errors.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { COMPILERS } from '../pools/compilers.ts';
import type { PoolsPlan } from '../pools/plan.ts';

/**
 * What a cloud makes of a plan, with names in angle brackets for what only an account knows, the region among them. A generic recipe has
 * no machine, so that nothing can be made of it.
 *
 * Apart from `compile-plan.ts`, because `synth` needs this and no schema of an account.
 */
export function compileStandIn(plan: PoolsPlan): Omit<CompiledInfra, 'plan'> {
  const compiler = COMPILERS[plan.service];
  if (!compiler || !plan.gpu.instance) return {};
  try {
    return { compiled: compiler.compile({ ...plan, region: plan.region ?? '<region>' }, compiler.standIns) };
  } catch (error) {
    if (error instanceof CnsError && error.problems.every(({ code }) => code === 'ACCOUNT_INVALID'))
      return { notMade: error.problems };
    throw error;
  }
}
