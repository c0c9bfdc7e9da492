import type { Report } from '../../contract/report.ts';
import { textTable } from '../table.ts';
import { byArea, foundOf, isOpen, plainText, summary, WORDS } from './order.ts';

/** For a terminal: each area with the worst first, then what to do about it, and one line that sums up. */
export function tableReport(report: Report): string {
  const sections = byArea(report).map(({ area, items }) => {
    const rows = items.map((item) =>
      [WORDS[item.outcome], item.title, item.expected, foundOf(item)].map((text) => plainText(text)),
    );
    const todo = items
      .filter(isOpen)
      .map(({ title, remediation }) => `  ${plainText(title)}: ${plainText(remediation)}\n`);
    const how = todo.length === 0 ? '' : `\nWhat to do:\n${todo.join('')}`;
    return `${plainText(area).toUpperCase()}\n${textTable(['outcome', 'what', 'expected', 'found'], rows)}${how}`;
  });
  const notes = report.notes.map((note) => `note: ${plainText(note)}\n`).join('');
  return `${sections.join('\n')}\n${notes}${plainText(report.title)}: ${summary(report)}\n`;
}
