import { remembered } from '../../../remembered.ts';
import type { CompiledPools } from '../../compiled.ts';
import type { PoolsPlan } from '../../plan.ts';
import type { ContractInput } from '../contract.ts';
import { madeOnAks } from './aks.ts';
import { madeOnEks } from './eks.ts';
import { madeByOthers } from './from-plan.ts';
import { madeOnGke } from './gke.ts';
import type { Made } from './made.ts';
import { madeOnOke } from './oke.ts';

/** Service → how its resources are read. */
const READERS: Readonly<Record<string, (compiled: CompiledPools, plan: PoolsPlan) => Made>> = {
  eks: madeOnEks,
  gke: madeOnGke,
  aks: madeOnAks,
  oke: madeOnOke,
};

/** What the pool's half says, read once for all contracts of an input. */
export const made = remembered(({ compiled, plan }: ContractInput): Made => {
  const read = READERS[plan.service];
  return compiled && read ? read(compiled, plan) : madeByOthers(plan);
});
