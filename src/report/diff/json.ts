import type { Finding } from '../../diff/difference.ts';
import { bySeverity, countsOf, type DriftReport, type FleetReport } from '../../diff/report.ts';
import { formatPath } from '../../path.ts';

/** Everything that is known of the differences, for a program: plain data. */
export function driftData({ before, after, differences, ignored, unused, moved }: DriftReport): object {
  return {
    before,
    after,
    identical: differences.length === 0,
    counts: countsOf(differences),
    differences: bySeverity(differences).map(findingData),
    ignored,
    unusedIgnores: unused,
    moved,
  };
}

/** The same of every cluster. */
export function fleetData({ before, clusters }: FleetReport): object {
  return {
    before,
    identical: clusters.every(({ differences }) => differences.length === 0),
    clusters: clusters.map(driftData),
  };
}

/** Paths stand as they are written in patterns, and as their keys, which need no parser. */
function findingData({ path, change, severity, reason, ...values }: Finding): object {
  return { path: formatPath(path), keys: path, change, severity, reason, ...values };
}
