import type { Report, ReportItem } from '../../contract/report.ts';
import { escapeMarkup } from './markup.ts';
import { byArea, foundOf, sentenceOf } from './order.ts';

/**
 * JUnit XML as CI systems read it: one suite an area. Unknown is an error, not a skip: a skipped test counts as good.
 *
 * @see https://github.com/testmoapp/junitxml for what the common readers take
 */
export function junitReport(report: Report): string {
  const { counts, items } = report;
  const totals = (list: readonly ReportItem[]): string => {
    const of = (outcome: string): number => list.filter((item) => item.outcome === outcome).length;
    return `tests="${list.length}" failures="${of('not-met')}" errors="${of('unknown')}" skipped="${of('not-applicable')}" time="0"`;
  };
  const suites = byArea(report).map(({ area, items: list }) =>
    [
      `  <testsuite name="${escapeMarkup(area)}" ${totals(list)} timestamp="${escapeMarkup(report.at)}">`,
      ...list.map((item) => testCase(area, item)),
      '  </testsuite>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(report.title)}" tests="${items.length}" failures="${counts['not-met']}" errors="${counts.unknown}" skipped="${counts['not-applicable']}" time="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const TAGS = { 'not-met': 'failure', unknown: 'error', 'not-applicable': 'skipped', met: undefined } as const;

function testCase(area: string, item: ReportItem): string {
  const tag = TAGS[item.outcome];
  const place = item.where[0] ? ` file="${escapeMarkup(item.where[0].file)}"` : '';
  const open = `    <testcase classname="${escapeMarkup(area)}" name="${escapeMarkup(`${item.title} (${item.id})`)}"${place} time="0"`;
  if (tag === undefined) return `${open}/>`;
  const message = escapeMarkup(sentenceOf(item));
  if (tag === 'skipped') return `${open}><skipped message="${escapeMarkup(foundOf(item))}"/></testcase>`;
  const text = [
    `expected:    ${item.expected}`,
    `found:       ${foundOf(item)}`,
    ...item.where.map(({ file, path }) => `where:       ${file} ${path}`),
    `why:         ${item.why}`,
    `remediation: ${item.remediation}`,
  ].join('\n');
  return `${open}><${tag} message="${message}" type="${item.severity}">${escapeMarkup(text)}</${tag}></testcase>`;
}
