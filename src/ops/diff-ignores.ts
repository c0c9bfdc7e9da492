import * as z from 'zod';
import type { Rule } from '../diff/matcher.ts';
import { parsePattern } from '../diff/pattern.ts';
import type { IgnoreRule } from '../diff/rules.ts';
import { type Problem, type Source, throwProblems } from '../errors.ts';
import { problemsOf } from '../parse.ts';
import { formatPath } from '../path.ts';
import { isPlainMap } from '../plain.ts';
import { locate } from '../recipe/document.ts';
import type { Io } from './ports.ts';

/** A file of ignore rules: a list, so that every rule has its reason beside it. */
export const ignoreFile = z.array(
  z.strictObject({
    /** Pattern of paths; what stands there and below is left out. */
    path: z.string(),
    /** Why nobody wants to read of it. */
    reason: z.string().trim().min(1, 'a reason that a reader can judge'),
  }),
);

/**
 * The rules of an ignore file.
 *
 * @throws CnsError `DOCUMENT_INVALID` with every mistake: keys, patterns, and patterns that stand twice
 */
export function readIgnoreFile(io: Io, file: string): Rule<IgnoreRule>[] {
  const document = io.parseYaml(io.readText(file), file);
  const parsed = ignoreFile.safeParse(document.value);
  const problems = parsed.success
    ? []
    : problemsOf(parsed.error, ignoreFile, document.value, {
        code: 'DOCUMENT_INVALID',
        locate: (path) => locate(document, path),
      });
  const rows: readonly unknown[] = Array.isArray(document.value) ? document.value : [];
  // Rows that have other mistakes may have one in their pattern, too.
  const written = rows.flatMap((row, i): Written[] => {
    const { path, reason } = isPlainMap(row) ? row : {};
    if (typeof path !== 'string') return [];
    const rule = { path, reason: String(reason).trim(), from: document.file };
    return [{ rule, at: formatPath([i, 'path']), source: locate(document, [i, 'path']) }];
  });
  return rulesOf(written, 'DOCUMENT_INVALID', problems);
}

/**
 * The rules of `--ignore` flags.
 *
 * @throws CnsError `USAGE` with every pattern that is none
 */
export function flagIgnores(patterns: readonly string[]): Rule<IgnoreRule>[] {
  const from = '--ignore';
  const source = { file: from, line: 1, column: 1 };
  return rulesOf(
    patterns.map((path) => ({ rule: { path, reason: 'given on the command line', from }, source })),
    'USAGE',
  );
}

interface Written {
  readonly rule: IgnoreRule;
  readonly at?: string;
  readonly source: Source;
}

function rulesOf(
  written: readonly Written[],
  code: Problem['code'],
  others: readonly Problem[] = [],
): Rule<IgnoreRule>[] {
  const problems = [...others];
  const seen = new Set<string>();
  const rules = written.flatMap(({ rule, at, source }) => {
    const pattern = parsePattern(rule.path);
    const wrong = (message: string, hint: string): void =>
      void problems.push({ code, message, hint, ...(at ? { path: at } : {}), source });
    if (seen.has(rule.path)) wrong(`the pattern ${JSON.stringify(rule.path)} stands twice`, 'remove one');
    seen.add(rule.path);
    if (!('fault' in pattern)) return [{ pattern, value: rule }];
    wrong(
      `${JSON.stringify(rule.path)} is no pattern: at character ${pattern.at + 1} ${pattern.fault}`,
      'write a path such as measurements.os.sysctl["vm.swappiness"], with * for one key and ** for any number of them',
    );
    return [];
  });
  throwProblems(problems);
  return rules;
}
