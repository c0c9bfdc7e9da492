import { type Finding, SEVERITIES, type Severity } from './difference.ts';
import type { Drift } from './drift.ts';
import { rank } from './severity.ts';

/** One of the two that were compared. */
export interface SideName {
  /** As the user named it. */
  readonly name: string;
  /** Kind of document by its header, `tree` for a folder, `document` for what has no header that is known. */
  readonly kind: string;
}

/** What came of holding B against A, for whoever prints it. */
export interface DriftReport extends Drift {
  readonly before: SideName;
  readonly after: SideName;
}

/** Many held against one. */
export interface FleetReport {
  readonly before: SideName;
  /** One a file or folder, in the order of their names. */
  readonly clusters: readonly DriftReport[];
}

export type Counts = Readonly<Record<Severity, number>>;

export function countsOf(differences: readonly Finding[]): Counts {
  const counts = { critical: 0, warning: 0, info: 0 };
  for (const { severity } of differences) counts[severity]++;
  return counts;
}

/** Most severe first; within one severity by path, as they were. */
export const bySeverity = (differences: readonly Finding[]): Finding[] =>
  SEVERITIES.flatMap((severity) => differences.filter((one) => one.severity === severity));

/** Whether there is a difference at least as severe as that. */
export const hasDrifted = ({ differences }: Drift, failOn: Severity): boolean =>
  differences.some(({ severity }) => rank(severity) <= rank(failOn));
