import { bySeverity, type DriftReport } from '../../diff/report.ts';
import { textTable } from '../table.ts';
import { shownPath, shownValue } from './shown.ts';

/** Differences as rows, the most severe first. */
export function tableDrift({ differences }: DriftReport): string {
  const value = (there: boolean, what: unknown): string => (there ? shownValue(what, 40) : '');
  const rows = bySeverity(differences).map((one) => [
    one.severity,
    one.change,
    shownPath(one),
    value(one.change !== 'added', one.before),
    value(one.change !== 'removed', one.after),
  ]);
  return textTable(['severity', 'change', 'path', 'before', 'after'], rows);
}
