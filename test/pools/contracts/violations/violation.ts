import type { ContractInput } from '../../../../src/pools/contracts/contract.ts';

/** A real cluster in which one thing was changed so that the halves contradict each other. */
export interface Violation {
  /** Id of the contract. */
  readonly breaks: string;
  readonly when: string;
  readonly input: () => ContractInput;
  /** What the message must say of each half. */
  readonly says: readonly [pool: string, tree: string];
  /** Contracts that the same change breaks too. */
  readonly also?: readonly string[];
}
