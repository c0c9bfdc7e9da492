import type { Outcome, Report } from '../../contract/report.ts';
import { sentenceOf } from './order.ts';

/** Common Test Report Format 0.0.1, https://ctrf.io: what is not met failed; unknown is `other`, because it is neither pass nor skip. */
const STATUS: Readonly<Record<Outcome, 'passed' | 'failed' | 'skipped' | 'other'>> = {
  met: 'passed',
  'not-met': 'failed',
  unknown: 'other',
  'not-applicable': 'skipped',
};

/** One test an item. Nothing was run, so times are those of the report and durations zero. Unit: milliseconds since 1970. */
export function ctrfReport(report: Report): string {
  const time = Date.parse(report.at);
  const { counts, items } = report;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.1',
    timestamp: report.at,
    generatedBy: 'cnsctl validate',
    results: {
      tool: { name: 'cnsctl' },
      summary: {
        tests: items.length,
        passed: counts.met,
        failed: counts['not-met'],
        skipped: counts['not-applicable'],
        pending: 0,
        other: counts.unknown,
        suites: new Set(items.map(({ area }) => area)).size,
        start: time,
        stop: time,
      },
      tests: items.map(({ id, area, title, outcome, severity, expected, found, because, remediation, where }) => ({
        name: title === '' ? id : title,
        status: STATUS[outcome],
        duration: 0,
        suite: [area],
        rawStatus: outcome,
        tags: [severity],
        ...(outcome === 'met' ? {} : { message: sentenceOf({ expected, found, ...(because ? { because } : {}) }) }),
        ...(where[0] ? { filePath: where[0].file, ...(where[0].line ? { line: where[0].line } : {}) } : {}),
        extra: { id, expected, found, remediation },
      })),
      extra: { title: report.title, recipe: report.recipe, snapshots: report.snapshots, notes: report.notes },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
