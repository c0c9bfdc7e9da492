import type { Problem } from '../../errors.ts';
import { CONTRACTS } from './all.ts';
import type { Contract, ContractInput } from './contract.ts';

/** One contract and what was found against it. */
export interface CheckedContract extends Pick<Contract, 'id' | 'about'> {
  readonly problems: readonly Problem[];
}

/** Holds both halves of a cluster against every contract. Pure: what is read of the input is read once, and forgotten with it. */
export function checkContracts(input: ContractInput): readonly CheckedContract[] {
  // A copy of its own: what contracts remember hangs on the object, and a caller may change its own.
  const once = { ...input };
  return CONTRACTS.map((contract) => ({
    id: contract.id,
    about: contract.about,
    problems: contract.check(once),
  }));
}

/** Everything that the two halves contradict each other in. */
export const contractProblems = (input: ContractInput): readonly Problem[] =>
  checkContracts(input).flatMap(({ problems }) => problems);
