import type { Report } from '../../contract/report.ts';

/** The model as it is: the one format that holds everything. */
export const jsonReport = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
