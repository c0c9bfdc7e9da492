import type { Outcome, ReportItem } from '../contract/report.ts';
import type { Reading } from './readings.ts';

/** What came of holding one reading against what is wanted. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly found: string;
  readonly because?: string;
}

export const met = (found: string): Verdict => ({ outcome: 'met', found });
export const notMet = (found: string): Verdict => ({ outcome: 'not-met', found });
export const unknown = (because: string, found = ''): Verdict => ({ outcome: 'unknown', found, because });
export const notApplicable = (because: string, found = ''): Verdict => ({ outcome: 'not-applicable', found, because });
export const metIf = (condition: boolean, found: string): Verdict => (condition ? met(found) : notMet(found));

/** A verdict with the place and node that it is about. */
export interface PlacedVerdict extends Verdict {
  readonly file: string;
  readonly path: string;
  readonly node: string;
}

export const judged = <T>(
  all: readonly Reading<T>[],
  judge: (value: T, reading: Reading<T>) => Verdict,
): PlacedVerdict[] =>
  all.map((reading) => {
    const { file, path, node } = reading;
    const verdict = reading.state === 'said' ? judge(reading.value, reading) : unknown(reading.because);
    return { ...verdict, file, path, node };
  });

/** Names in a list are cut here: a report of a thousand nodes stays readable, and the count stays. */
const SHOWN = 5;

/** `gpu-1, gpu-2 and 3 more`. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

/**
 * What all of them say together: one that is not met decides, then one that is unknown; nobody at all is unknown.
 *
 * @param nobody why it is unknown when nobody has a say
 */
export function together(
  verdicts: readonly PlacedVerdict[],
  nobody: string,
): Pick<ReportItem, 'outcome' | 'found' | 'where' | 'because'> {
  const of = (outcome: Outcome) => verdicts.filter((verdict) => verdict.outcome === outcome);
  const worst = [of('not-met'), of('unknown'), of('met'), of('not-applicable')].find((list) => list.length > 0);
  if (!worst) return { outcome: 'unknown', found: '', where: [], because: nobody };
  const outcome = worst[0]?.outcome ?? 'unknown';
  const many = new Set(verdicts.map(({ node }) => node)).size > 1;
  const because = distinct(worst, ({ because: text }) => text, many);
  return {
    outcome,
    found: distinct(worst, ({ found }) => found, many && outcome !== 'met'),
    where: worst.slice(0, SHOWN).map(({ file, path }) => ({ file, path })),
    ...(because === '' ? {} : { because }),
  };
}

/** Each text once, with the nodes that say it where `named`. */
function distinct(
  list: readonly PlacedVerdict[],
  text: (verdict: PlacedVerdict) => string | undefined,
  named: boolean,
): string {
  const nodes = new Map<string, string[]>();
  for (const one of list) {
    const said = text(one);
    if (said !== undefined && said !== '') nodes.set(said, [...(nodes.get(said) ?? []), one.node]);
  }
  return [...nodes].map(([said, who]) => (named ? `${said} on ${someOf([...new Set(who)])}` : said)).join('; ');
}
