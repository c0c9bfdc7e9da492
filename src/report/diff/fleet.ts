import { countsOf, type FleetReport } from '../../diff/report.ts';
import { textTable } from '../table.ts';
import { ignoredCount, plural, shownName } from './shown.ts';

/** One row a cluster: what it is called, and how many differences of each severity it has. */
export function fleetText({ before, clusters }: FleetReport): string {
  const rows = clusters.map((one) => {
    const counts = countsOf(one.differences);
    const verdict = one.differences.length === 0 ? 'as it was' : 'drifted';
    const numbers = [counts.critical, counts.warning, counts.info, ignoredCount(one)].map(String);
    return [shownName(one.after.name), verdict, ...numbers];
  });
  const drifted = clusters.filter(({ differences }) => differences.length > 0).length;
  const table = textTable(['cluster', 'verdict', 'critical', 'warning', 'info', 'ignored'], rows);
  return `${table}\n${drifted} of ${plural(clusters.length, 'cluster')} drifted from ${shownName(before.name)}.\n`;
}
