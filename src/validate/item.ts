import type { ReportItem } from '../contract/report.ts';
import { type PlacedVerdict, together } from './outcome.ts';

type Words = Pick<ReportItem, 'id' | 'area' | 'title' | 'severity' | 'expected' | 'why' | 'source' | 'remediation'>;

/** An item from its words and from what all who have a say found. */
export const itemOf = (words: Words, verdicts: readonly PlacedVerdict[], nobody: string): ReportItem => ({
  ...words,
  ...together(verdicts, nobody),
});

/** An item that does not concern this cluster. */
export const itemThatDoesNotApply = (words: Words, because: string): ReportItem => ({
  ...words,
  outcome: 'not-applicable',
  found: '',
  where: [],
  because,
});
