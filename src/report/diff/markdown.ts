import { type Finding, SEVERITIES } from '../../diff/difference.ts';
import type { DriftReport, FleetReport } from '../../diff/report.ts';
import { summary } from './human.ts';
import { ignoredCount, plural, shownName, shownPath, shownValue } from './shown.ts';

/** A comment on GitHub may have 65,536 characters; what a bot writes around it needs some. Unit: UTF-16 code units. */
const MOST = 60_000;

/** Differences for a pull request: one fold a severity, the most severe open, and never longer than a comment may be. */
export function markdownDrift(report: DriftReport, most = MOST): string {
  const { before, after, differences } = report;
  const head = `### Drift: ${code(shownName(before.name))} → ${code(shownName(after.name))}\n\n${verdict(report)}\n`;
  return head + within(most - head.length - MORE, folds(differences)) + moved(report);
}

/** Many against one: a table, and a fold for each that drifted. */
export function markdownFleet({ before, clusters }: FleetReport, most = MOST): string {
  const rows = clusters.map(
    (one) => `| ${cell(one.after.name)} | ${one.differences.length === 0 ? 'as it was' : summary(one.differences)} |`,
  );
  const drifted = clusters.filter(({ differences }) => differences.length > 0);
  const title = `### Drift from ${code(shownName(before.name))}\n\n${drifted.length} of ${plural(clusters.length, 'cluster')} drifted.\n`;
  const table = within(Math.floor(most / 2), ['\n| cluster | drift |\n| --- | --- |', ...rows]);
  const head = title + table;
  const parts = drifted.flatMap((one) => [`\n#### ${code(shownName(one.after.name))}`, ...folds(one.differences)]);
  return head + within(most - head.length - MORE, parts);
}

/** Room for the line that says how much is left out. */
const MORE = 120;

function verdict(report: DriftReport): string {
  const hidden = ignoredCount(report);
  const left = hidden === 0 ? '' : ` ${plural(hidden, 'difference')} ignored.`;
  return `${report.differences.length === 0 ? 'No drift' : summary(report.differences)}.${left}`;
}

/** Lines of the folds. Those that open and close one stand in lines of their own. */
function folds(differences: readonly Finding[]): string[] {
  return SEVERITIES.flatMap((severity) => {
    const own = differences.filter((one) => one.severity === severity);
    if (own.length === 0) return [];
    const open = severity === 'critical' ? ' open' : '';
    return [
      `\n<details${open}><summary><b>${severity}</b>: ${own.length}</summary>\n`,
      ...own.map(line),
      '\n</details>',
    ];
  });
}

function line(one: Finding): string {
  const [before, after] = [code(shownValue(one.before)), code(shownValue(one.after))];
  const what = { added: `added ${after}`, removed: `removed ${before}`, changed: `${before} → ${after}` }[one.change];
  return `- ${code(shownPath(one))}: ${what} (${one.reason})`;
}

/** As many lines as have room; folds that are open then are closed. */
function within(most: number, lines: readonly string[]): string {
  let text = '';
  for (const [i, one] of lines.entries()) {
    if (text.length + one.length + 1 > most && !one.includes('</details>')) {
      const open = text.split('<details').length > text.split('</details>').length;
      const left = lines.slice(i).filter((rest) => rest.startsWith('- ') || rest.startsWith('| ')).length;
      return `${text}${open ? '\n</details>\n' : ''}\nCut here: ${left} more. \`--format json\` has all.\n`;
    }
    text += `${one}\n`;
  }
  return text;
}

function moved({ moved: objects }: DriftReport): string {
  if (objects.length === 0) return '';
  const shown = objects.slice(0, 5).map(({ object }) => code(shownName(object)));
  const more = objects.length > shown.length ? ` and ${objects.length - shown.length} more` : '';
  return `\nMoved to another file, and otherwise as they were: ${shown.join(', ').slice(0, 1000)}${more}.\n`;
}

/** Nothing in a code span is markup; its fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') || text === '' ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** In a table a bar ends the cell, in a code span too. */
const cell = (text: string): string => code(shownName(text)).replaceAll('|', '\\|');
