import type { Report, ReportItem } from '../../contract/report.ts';
import { byArea, foundOf, isOpen, plainText, summary, WORDS } from './order.ts';

/**
 * For a pull request or a page: what is not met and unknown in full, what is met folded away. Values stand as text, whatever is in them:
 * no markup, link, mention or table of theirs comes through.
 */
export function markdownReport(report: Report): string {
  const areas = byArea(report);
  const open = areas.flatMap(({ area, items }) => {
    const list = items.filter(isOpen);
    return list.length === 0 ? [] : [section(area, list)];
  });
  const rest = areas.flatMap(({ area, items }) => {
    const list = items.filter((item) => !isOpen(item));
    return list.length === 0 ? [] : [closed(area, list)];
  });
  const lines = [
    `## ${escapeMarkdown(report.title)}`,
    `**${summary(report)}**`,
    `Snapshots: ${report.snapshots.map(({ file, taken, node }) => `${escapeMarkdown(file)} (${escapeMarkdown([taken, node ?? []].flat().join(', '))})`).join('; ')}`,
    ...(report.notes.length > 0 ? [report.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')] : []),
    ...open,
    ...rest,
  ];
  return `${lines.join('\n\n')}\n`;
}

const HEAD = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n|${cells.map(() => ' --- ').join('|')}|`;
const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;

const section = (area: string, items: readonly ReportItem[]): string =>
  [
    `### ${escapeMarkdown(area)}\n`,
    HEAD(['outcome', 'severity', 'what', 'expected', 'found', 'what to do']),
    ...items.map((item) =>
      row([WORDS[item.outcome], item.severity, item.title, item.expected, foundOf(item), item.remediation]),
    ),
  ].join('\n');

const closed = (area: string, items: readonly ReportItem[]): string =>
  [
    `<details><summary>${items.length} met or not applicable: ${escapeMarkdown(area)}</summary>\n`,
    HEAD(['outcome', 'what', 'expected', 'found']),
    ...items.map((item) => row([WORDS[item.outcome], item.title, item.expected, foundOf(item)])),
    '\n</details>',
  ].join('\n');

/**
 * Text that Markdown shows as it is, also inside a table: every ASCII punctuation mark may be escaped with a backslash
 * (https://spec.github.com/gfm, 6.1); `<` and `&` are written as references, because HTML is read before. A mention or a bare
 * address of GitHub is broken by a word joiner, which nobody sees.
 */
export const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~$^]/g, (character) => `\\${character}`)
    .replaceAll(/@(?=\w)/g, '@\u2060')
    .replaceAll(/\b(https?|ftp):(?=\/\/)|\b(www)(?=\.)/gi, '$&\u2060')
    .replaceAll(/^(\s*)(-|=|\d+(?=\.))/g, '$1\\$2');
