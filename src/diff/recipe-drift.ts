import type { ReportItem } from '../contract/report.ts';
import { compareText } from '../plain.ts';
import type { Finding, Severity } from './difference.ts';
import { byPath } from './differences.ts';
import { type Drift, type DriftOptions, givenRules, toldOf } from './drift.ts';
import { matcher } from './matcher.ts';
import { countIgnored, isIgnored, type Place, stepInto, type Tally } from './rules.ts';

/** Severities of checks, in the words of differences. */
const AS_SEVERE_AS = {
  critical: 'critical',
  high: 'warning',
  medium: 'warning',
  low: 'info',
} as const satisfies Record<ReportItem['severity'], Severity>;

/** One thing that a recipe wants, as far as a snapshot shows it. */
export type Requirement = Pick<
  ReportItem,
  'area' | 'id' | 'outcome' | 'severity' | 'expected' | 'found' | 'why' | 'because'
>;

/**
 * Requirements as differences: what is not met is changed, and what the snapshot does not show is removed: it may run as it should, but
 * nobody knows. Area and id are the keys of the path, so that ignore rules reach them.
 */
export function recipeDrift(requirements: readonly Requirement[], options: DriftOptions): Drift {
  const tally: Tally = new Map();
  const root: Place = { given: givenRules(options), own: matcher([]), lists: matcher([]), tally };
  const differences: Finding[] = [];
  for (const one of requirements.toSorted((a, b) => compareText(a.id, b.id))) {
    const [area, place] = [stepInto(root, one.area), stepInto(stepInto(root, one.area), one.id)];
    const held = one.outcome === 'met' || one.outcome === 'not-applicable';
    const ignoring = [root, area, place].find(isIgnored);
    if (held) continue;
    if (ignoring) countIgnored(ignoring);
    else differences.push(findingOf(one));
  }
  return { differences: differences.sort(byPath), ...toldOf(tally, options), moved: [] };
}

function findingOf({ area, id, outcome, severity, expected, found, why, because }: Requirement): Finding {
  const about = { path: [area, id], severity: AS_SEVERE_AS[severity], before: expected };
  if (outcome === 'not-met') return { ...about, change: 'changed', after: found, reason: why };
  return { ...about, change: 'removed', reason: `unknown: ${because ?? why}` };
}
