import type { Finding, Severity } from '../../diff/difference.ts';
import { bySeverity, countsOf, type DriftReport } from '../../diff/report.ts';
import { ignoredCount, plural, shownName, shownPath, shownValue } from './shown.ts';

export interface HumanOptions {
  readonly colours: boolean;
}

const COLOURS: Readonly<Record<Severity | 'removed' | 'added' | 'quiet', string>> = {
  critical: '\x1b[1;31m',
  warning: '\x1b[33m',
  info: '\x1b[36m',
  removed: '\x1b[31m',
  added: '\x1b[32m',
  quiet: '\x1b[2m',
};
const OFF = '\x1b[0m';

/** Differences for a person: grouped by severity, the most severe first. */
export function humanDrift(report: DriftReport, { colours }: HumanOptions): string {
  const paint = (text: string, colour: keyof typeof COLOURS): string =>
    colours ? `${COLOURS[colour]}${text}${OFF}` : text;
  const lines = [headline(report)];
  let severity: Severity | undefined;
  for (const one of bySeverity(report.differences)) {
    if (one.severity !== severity) {
      severity = one.severity;
      lines.push('', paint(`${severity.toUpperCase()} (${countsOf(report.differences)[severity]})`, severity));
    }
    lines.push(`  ${shownPath(one)}  ${paint(one.reason, 'quiet')}`);
    if (one.change !== 'added') lines.push(paint(`    - ${shownValue(one.before)}`, 'removed'));
    if (one.change !== 'removed') lines.push(paint(`    + ${shownValue(one.after)}`, 'added'));
  }
  for (const { object, from, to } of report.moved)
    lines.push('', `Moved, and otherwise as it was: ${shownName(object)} from ${shownName(from)} to ${shownName(to)}`);
  return `${lines.join('\n')}\n`;
}

function headline(report: DriftReport): string {
  const { before, after, differences } = report;
  const hidden = ignoredCount(report);
  const left = hidden === 0 ? '' : ` ${plural(hidden, 'difference')} ignored.`;
  if (differences.length === 0)
    return `${shownName(after.name)} (${after.kind}) is as ${shownName(before.name)}.${left}`;
  return `${shownName(before.name)} → ${shownName(after.name)} (${after.kind}): ${summary(differences)}.${left}`;
}

/** `3 differences: 1 critical, 2 info`. */
export function summary(differences: readonly Finding[]): string {
  const parts = Object.entries(countsOf(differences)).flatMap(([severity, n]) => (n > 0 ? [`${n} ${severity}`] : []));
  return `${plural(differences.length, 'difference')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
