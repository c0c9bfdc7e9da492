import { compileAks } from './aks/compile.ts';
import { aksStandIns } from './aks/stand-ins.ts';
import type { CompiledPools } from './compiled.ts';
import { compileEks } from './eks/compile.ts';
import { eksStandIns } from './eks/stand-ins.ts';
import { compileGke } from './gke/compile.ts';
import { gkeStandIns } from './gke/stand-ins.ts';
import { compileOke } from './oke/compile.ts';
import { okeStandIns } from './oke/stand-ins.ts';
import type { PoolsPlan } from './plan.ts';

/** What a cloud makes of a plan. */
export interface Compiler {
  /** @param account parsed by the schema of the same service in `accounts.ts` */
  compile(plan: PoolsPlan, account: unknown): CompiledPools;
  /** An account that nobody has, for a plan that is only to be looked at: names in angle brackets stand for what a stack must say. */
  readonly standIns: unknown;
}

const compiler = <Account>(
  compile: (plan: PoolsPlan, account: Account) => CompiledPools,
  standIns: Account,
): Compiler => ({ compile: (plan, account) => compile(plan, account as Account), standIns });

/** Service → its compiler. Nodes of any other service are made by somebody else. */
export const COMPILERS: Readonly<Record<string, Compiler>> = {
  aks: compiler(compileAks, aksStandIns),
  eks: compiler(compileEks, eksStandIns),
  gke: compiler(compileGke, gkeStandIns),
  oke: compiler(compileOke, okeStandIns),
};
