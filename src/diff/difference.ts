import type { Path } from '../path.ts';

export const CHANGES = ['added', 'removed', 'changed'] as const;
export type Change = (typeof CHANGES)[number];

/** One place at which B is not what A is. */
export interface Difference {
  /** In A; for what was added, in B. An item of a list that is keyed or a set stands under its key: `gpus["GPU-1"].vbios`. */
  readonly path: Path;
  readonly change: Change;
  /** Absent for what was added. */
  readonly before?: unknown;
  /** Absent for what was removed. */
  readonly after?: unknown;
}

/** Strongest first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A difference, and what it means for what runs. */
export interface Finding extends Difference {
  readonly severity: Severity;
  /** Why it is as severe as that. */
  readonly reason: string;
}
