import type { Labels } from '../../contract/scheduling.ts';
import { remembered } from '../../remembered.ts';
import type { ContractInput } from './contract.ts';
import { made } from './made/read.ts';
import { nodeLabel } from './node-labels.ts';
import { tree } from './tree/read.ts';
import type { Placement, Requirement } from './tree/tree.ts';

export const POOLS = ['gpu', 'system'] as const;
export type PoolName = (typeof POOLS)[number];

/** Labels that a pool gives its nodes: as its resources have them, or as the cluster file wants them where nobody makes it. */
export function labelsOf(input: ContractInput, pool: PoolName): Labels {
  const [first] = made(input)[pool].labels;
  return first?.value ?? input.plan[pool].labels;
}

const pools = remembered(
  (input: ContractInput): ReadonlyMap<Placement, readonly PoolName[]> =>
    new Map(tree(input).placements.map((placement) => [placement, poolsThatMeet(input, placement)])),
);

const poolsThatMeet = (input: ContractInput, { alternatives }: Placement): readonly PoolName[] =>
  POOLS.filter((pool) => alternatives.some((all) => all.every((one) => isMet(input, pool, one))));

/** The pools that a placement's pods can run on: those whose nodes meet one of its alternatives. A value that is not known is not held against it. */
export const poolsOf = (input: ContractInput, placement: Placement): readonly PoolName[] =>
  pools(input).get(placement) ?? [];

/** Whether pods of a placement run on nodes of one pool only, and that is this one. */
export const isBoundTo = (input: ContractInput, pool: PoolName, placement: Placement): boolean =>
  placement.alternatives.some((all) => all.length > 0) &&
  poolsOf(input, placement).every((one) => one === pool) &&
  poolsOf(input, placement).length > 0;

/** Whether nodes of a pool meet a requirement. */
export function isMet(input: ContractInput, pool: PoolName, { key, operator, values }: Requirement): boolean {
  const own = labelsOf(input, pool)[key];
  if (own !== undefined) return meets(own, operator, values);
  const row = nodeLabel(key, input.plan.service);
  if (!row || (row.isOfGpuNodes && pool === 'system')) return operator === 'DoesNotExist' || operator === 'NotIn';
  const value = pool === 'gpu' ? row.value?.(input.plan, made(input)) : undefined;
  return value === undefined ? operator !== 'DoesNotExist' : meets(value, operator, values);
}

function meets(value: string, operator: string, values: readonly string[]): boolean {
  if (operator === 'In') return values.includes(value);
  if (operator === 'NotIn') return !values.includes(value);
  if (operator === 'Exists') return true;
  if (operator === 'DoesNotExist') return false;
  // Gt and Lt.
  const [bound = Number.NaN] = values.map(Number);
  return operator === 'Gt' ? Number(value) > bound : Number(value) < bound;
}
