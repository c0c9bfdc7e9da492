import type { Finding } from '../../diff/difference.ts';
import type { DriftReport } from '../../diff/report.ts';
import { formatPath } from '../../path.ts';

/** What JSON leaves as it is, and what a terminal or a reader would be misled by: controls of C1 and of the direction of text. */
const MISLEADING = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (text: string): string =>
  text.replaceAll(MISLEADING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A value as one line of JSON, cut where it is long. */
export function shownValue(value: unknown, most = 160): string {
  const text = escaped(JSON.stringify(value) ?? 'nothing');
  return text.length > most ? `${text.slice(0, most - 1)}… (${text.length} characters)` : text;
}

/** A path as patterns are written; `(the whole document)` for the root. */
export const shownPath = ({ path }: Finding): string =>
  path.length === 0 ? '(the whole document)' : escaped(formatPath(path));

/** A name that the user gave: it may hold anything that a file may be called. */
export const shownName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  escaped(name.replaceAll(/[\0-\x1f]/g, (char) => JSON.stringify(char).slice(1, -1)));

export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** How many differences rules kept out. */
export const ignoredCount = ({ ignored }: DriftReport): number =>
  ignored.reduce((sum, { differences }) => sum + differences, 0);
