import type { Report } from '../../contract/report.ts';
import { ctrfReport } from './ctrf.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';
import { tableReport } from './table.ts';

/** Every way to print a report. To add one: write its file, then its line here and its name in `cli/validate.ts`. */
export const REPORT_FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  table: tableReport,
  json: jsonReport,
  ctrf: ctrfReport,
  junit: junitReport,
  sarif: sarifReport,
  markdown: markdownReport,
  html: htmlReport,
};
