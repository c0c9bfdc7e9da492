import { type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

/**
 * `key=value` words as a map.
 *
 * @param allowed keys
 * @param flag that they came by, for errors
 * @throws CnsError `USAGE` for a word without `=`, an empty side, a key that is not allowed, and one that stands twice
 */
export function givenValues(
  words: readonly string[],
  allowed: readonly string[],
  flag: string,
): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const word of words) {
    const [, key = '', value = ''] = /^([A-Za-z][A-Za-z-]*)=(.+)$/s.exec(word) ?? [];
    const wrong = faultOf(key);
    if (wrong !== undefined)
      problems.push({
        code: 'USAGE',
        message: `got ${JSON.stringify(word)}: ${wrong}`,
        hint: didYouMean(key, allowed) ?? `write ${flag} region=us-east-2`,
        source: { file: flag, line: 1, column: 1 },
      });
    values.set(key, value);
  }
  throwProblems(problems);

  function faultOf(key: string): string | undefined {
    if (key === '') return 'expected key=value';
    if (!allowed.includes(key)) return `there is no ${key}; allowed: ${allowed.join(', ')}`;
    return values.has(key) ? `${key} was given before` : undefined;
  }
  return Object.fromEntries(values);
}
