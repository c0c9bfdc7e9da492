import type { Outcome, Report, ReportItem } from '../../contract/report.ts';

/** What each outcome is called in texts. */
export const WORDS: Readonly<Record<Outcome, string>> = {
  'not-met': 'not met',
  unknown: 'unknown',
  met: 'met',
  'not-applicable': 'not applicable',
};

/** Areas in the order of the report, each with its items. */
export function byArea({
  items,
}: Pick<Report, 'items'>): readonly { readonly area: string; readonly items: readonly ReportItem[] }[] {
  const areas = new Map<string, ReportItem[]>();
  for (const item of items) areas.set(item.area, [...(areas.get(item.area) ?? []), item]);
  return [...areas].map(([area, list]) => ({ area, items: list }));
}

/** `2 not met, 1 unknown, 40 met, 3 not applicable`. Zeros are left out, except that of what is not met. */
export const summary = ({ counts }: Pick<Report, 'counts'>): string =>
  (Object.keys(WORDS) as Outcome[])
    .filter((outcome) => counts[outcome] > 0 || outcome === 'not-met')
    .map((outcome) => `${counts[outcome]} ${WORDS[outcome]}`)
    .join(', ');

/** What was found, or why nobody could say. */
export const foundOf = ({ found, because }: Pick<ReportItem, 'found' | 'because'>): string =>
  [found, because ?? ''].filter((text) => text !== '').join('; ');

/** `expected 1, found 60 on gpu-2`, for formats that have one sentence an item. */
export const sentenceOf = ({ expected, found, because }: Pick<ReportItem, 'expected' | 'found' | 'because'>): string =>
  [`expected ${expected}`, found === '' ? '' : `found ${found}`, because ?? '']
    .filter((text) => text !== '')
    .join(', ');

/** Fit to be acted on: not met or unknown. */
export const isOpen = ({ outcome }: Pick<ReportItem, 'outcome'>): boolean =>
  outcome === 'not-met' || outcome === 'unknown';

/** Characters that a terminal would take for commands or that turn the direction of text, as JSON would escape them. Line breaks become blanks. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
    .replaceAll(
      /[\p{Cc}\p{Bidi_Control}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
