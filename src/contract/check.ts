import type { ReportItem } from './report.ts';

/**
 * One check of a running cluster: holds one side of it against the recipe. Pure: everything that it may know is in the subject.
 *
 * `Subject` is what the program that runs it hands in; that of `cnsctl validate` is recipe and snapshots (`validate/subject.ts`).
 */
export interface Check<Subject = unknown> {
  /** Kebab-case, unique: the first part of its items' ids. */
  readonly name: string;
  /** One sentence, without a period. */
  readonly summary: string;
  /** Section of the report that its items stand in, unless they name another. */
  readonly area: string;
  /** Collectors whose measurements it reads. */
  readonly reads: readonly string[];
  /** Ids begin with `<name>/`. What throws here is reported as one item that is unknown: the others still run. */
  run(subject: Subject): readonly ReportItem[];
}

/** Keeps a check's subject typed where it is written. */
export const defineCheck = <Subject>(check: Check<Subject>): Check<Subject> => check;
