import { parseYaml } from '../../../src/io/parse-yaml.ts';
import { compileInfra } from '../../../src/ops/compile-infra.ts';
import type { CompiledPools } from '../../../src/pools/compiled.ts';
import type { PoolsPlan } from '../../../src/pools/plan.ts';
import { engine } from '../../samples.ts';
import { type GkeCase, gkeAccountOf, gkeCluster } from './account-of.ts';

/** Changes to a case, and to its account. */
export type Changes = Partial<GkeCase> & { readonly account?: object };

/** What GKE makes of one case, a3-megagpu-8g with COS on demand unless it says otherwise. */
export function gkeCompiled({ account, ...changes }: Changes = {}): CompiledPools {
  const { compiled } = made(changes, account);
  if (!compiled) throw new Error('nothing was compiled');
  return compiled;
}

/** The plan of a case. */
export const gkePlan = (changes: Changes = {}): PoolsPlan => made(changes).plan;

function made(changes: Partial<GkeCase>, account: object = {}) {
  const one = { accelerator: 'h100', os: 'cos', instanceType: 'a3-megagpu-8g', capacity: 'on-demand', ...changes };
  const document = parseYaml(gkeCluster(one), 'test.yaml');
  return compileInfra(engine, { document }, { value: { ...gkeAccountOf(one), ...account } });
}
