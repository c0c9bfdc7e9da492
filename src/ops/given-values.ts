import { type Problem, throwProblems } from '../errors.ts';

/**
 * `key=value` words as a map.
 *
 * @param flag that they came by, for errors
 * @throws CnsError `USAGE` for a word without `=`, an empty side, and a key that stands twice
 */
export function givenValues(words: readonly string[], flag: string): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const word of words) {
    const [, key = '', value = ''] = /^([A-Za-z][A-Za-z-]*)=(.+)$/s.exec(word) ?? [];
    const wrong = key === '' ? 'expected key=value' : values.has(key) ? `${key} was given before` : undefined;
    if (wrong !== undefined)
      problems.push({
        code: 'USAGE',
        message: `got ${JSON.stringify(word)}: ${wrong}`,
        hint: `write ${flag} region=us-east-2`,
        source: { file: flag, line: 1, column: 1 },
      });
    values.set(key, value);
  }
  throwProblems(problems);
  return Object.fromEntries(values);
}
