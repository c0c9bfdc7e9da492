/**
 * What was looked at and what came of it: the one model of every report, whatever it is about and however it is printed.
 *
 * Worst first, as reports list them.
 */
export const OUTCOMES = ['not-met', 'unknown', 'met', 'not-applicable'] as const;
/** `unknown`: nobody who was asked could say. It is never a pass. */
export type Outcome = (typeof OUTCOMES)[number];

/** How much a deviation matters: `critical` keeps jobs from running or falsifies them, `low` costs little. Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A place in a document that was read. */
export interface ReportPlace {
  /** As the user named it. */
  readonly file: string;
  /** Path in it, e.g. `measurements.os.sysctl["vm.swappiness"]`. */
  readonly path: string;
  /** 1-based; absent where the document has no positions. */
  readonly line?: number;
  readonly column?: number;
}

/** One thing that was held against what is wanted. */
export interface ReportItem {
  /** Unique in a report and the same in every run: `tuning/gpu/swappiness`. */
  readonly id: string;
  /** Section of the report, e.g. `node tuning`. */
  readonly area: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  /** What is wanted, as a person would say it. */
  readonly expected: string;
  /** What is there, with the names of the nodes where it differs; empty when nobody could say. */
  readonly found: string;
  /** Where it was read. */
  readonly where: readonly ReportPlace[];
  /** Why it is wanted. */
  readonly why: string;
  /** Who says so. */
  readonly source: string;
  /** What to change, in the words of the file or component that brings it. */
  readonly remediation: string;
  /** For `unknown` and `not-applicable`: what was missing, or why it does not concern this cluster. */
  readonly because?: string;
}

export type ReportCounts = Readonly<Record<Outcome, number>>;

/** A snapshot or another document that a report is about. */
export interface ReportSubject {
  readonly file: string;
  /** When what it shows was so. Unit: UTC, RFC 3339. */
  readonly taken: string;
  /** The node that it was taken on; absent where it shows no node. */
  readonly node?: string;
}

export interface Report {
  readonly title: string;
  /** The recipe, and the file that it was read from where there is one. */
  readonly recipe: { readonly name: string; readonly file?: string };
  readonly snapshots: readonly ReportSubject[];
  /** Time that the report stands for: that of the newest snapshot, unless it was handed in. Unit: UTC, RFC 3339. */
  readonly at: string;
  /** What a reader must know of the whole, e.g. that settings were seen on one of sixteen nodes. */
  readonly notes: readonly string[];
  /** By area, and in it the worst first. */
  readonly items: readonly ReportItem[];
  readonly counts: ReportCounts;
}

export const countsOf = (items: readonly Pick<ReportItem, 'outcome'>[]): ReportCounts => {
  const counts = { 'not-met': 0, unknown: 0, met: 0, 'not-applicable': 0 };
  for (const { outcome } of items) counts[outcome]++;
  return counts;
};
