import { type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

export interface Choice {
  /** Only these. @default - all */
  readonly filter?: readonly string[];
  /** Not these. */
  readonly exclude?: readonly string[];
}

/**
 * The collectors that a snapshot is made of.
 *
 * @throws CnsError `USAGE` for every name that is none, and when nothing is left
 */
export function chooseCollectors(known: readonly string[], { filter, exclude = [] }: Choice): ReadonlySet<string> {
  const unknown = (flag: string, names: readonly string[]): Problem[] =>
    names
      .filter((name) => !known.includes(name))
      .map((name) => ({
        code: 'USAGE',
        source: { file: flag, line: 1, column: 1 },
        message: `no collector is called ${JSON.stringify(name)}; there are ${known.join(', ')}`,
        hint: didYouMean(name, known) ?? 'leave it out',
      }));
  throwProblems([...unknown('--filter', filter ?? []), ...unknown('--exclude', exclude)]);
  const chosen = known.filter((name) => (filter ?? known).includes(name) && !exclude.includes(name));
  if (chosen.length === 0)
    throwProblems([
      {
        code: 'USAGE',
        source: { file: filter === undefined ? '--exclude' : '--filter', line: 1, column: 1 },
        message: 'no collector is left, so there is nothing to look at',
        hint: `choose among ${known.join(', ')}`,
      },
    ]);
  return new Set(chosen);
}
