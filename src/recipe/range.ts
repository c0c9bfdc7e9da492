import { compareVersions, parseVersion, type Version } from './version.ts';

/**
 * A range of versions, half open: `from` is inside, `below` is outside. Absent bounds are unbounded.
 *
 * Bounds respect precision: `<= 1.35` includes every 1.35.x, `> 1.34` begins at 1.35, `== 580` is the whole branch.
 */
export interface Range {
  readonly from?: Version;
  readonly below?: Version;
}

export const ANY: Range = {};

const TERM = /^(>=|<=|==|=|>|<)?\s*(v?\d+(?:\.\d+)*)(?=$|[\s,<>=])[\s,]*/;

/** Parses `>= 1.34 < 1.36`, `1.35`, `<= 1.35`; undefined when the text is no range or admits nothing. */
export function parseRange(text: string): Range | undefined {
  let rest = text.trim();
  if (rest === '') return undefined;
  let range: Range | undefined = ANY;
  while (rest !== '' && range) {
    const match = TERM.exec(rest);
    const version = match?.[2] === undefined ? undefined : parseVersion(match[2]);
    if (!match || !version) return undefined;
    range = intersect(range, term(match[1] ?? '==', version));
    rest = rest.slice(match[0].length);
  }
  return range;
}

function term(operator: string, version: Version): Range {
  if (operator === '>=') return { from: version };
  if (operator === '>') return { from: next(version) };
  if (operator === '<=') return { below: next(version) };
  if (operator === '<') return { below: version };
  return { from: version, below: next(version) };
}

/** The first version after everything that `version` names: 1.35 → 1.36, 24.04 → 24.05. */
function next(version: Version): Version {
  const last = version.at(-1) ?? '0';
  return [...version.slice(0, -1), String(Number(last) + 1).padStart(last.length, '0')];
}

/** What both ranges admit; undefined when that is nothing. */
export function intersect(a: Range, b: Range): Range | undefined {
  const from = a.from && b.from ? (compareVersions(a.from, b.from) >= 0 ? a.from : b.from) : (a.from ?? b.from);
  const below =
    a.below && b.below ? (compareVersions(a.below, b.below) <= 0 ? a.below : b.below) : (a.below ?? b.below);
  if (from && below && compareVersions(from, below) >= 0) return undefined;
  return { ...(from ? { from } : {}), ...(below ? { below } : {}) };
}

export function contains({ from, below }: Range, version: Version): boolean {
  return (!from || compareVersions(version, from) >= 0) && (!below || compareVersions(version, below) < 0);
}

/** `>= 1.34 < 1.36`; `any` without bounds. */
export function formatRange({ from, below }: Range): string {
  const parts = [from && `>= ${from.join('.')}`, below && `< ${below.join('.')}`].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : 'any';
}
