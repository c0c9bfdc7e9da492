import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { COVERED_BY, WHOLE } from './structure/covered-by.ts';

/** Everything that is in the repository or about to be. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const text = (path: string): string => readFileSync(path, 'utf8');
const lines = (path: string): number => text(path).split('\n').length - 1;

const sources = files.filter((path) => /^(src\/.+|constructs\/[^/]+)\.ts$/.test(path));
const tests = files.filter((path) => /^test\/.+\.test\.ts$/.test(path) && !path.startsWith('test/fixtures/'));

/** Something runs: types, interfaces and re-exports are gone after compiling. */
const hasLogic = (path: string): boolean =>
  /\bfunction\b|=>|\bclass\b/.test(transformSync(text(path), { loader: 'ts' }).code);

const testOf = (source: string): string => `test/${source.replace(/^src\//, '').replace(/\.ts$/, '')}.test.ts`;

describe('tests mirror the sources', () => {
  it('every file that does something has its test by the same name, or a row that says where it is tried', () => {
    const untested = sources.filter(
      (source) =>
        hasLogic(source) &&
        !tests.includes(testOf(source)) &&
        !COVERED_BY.some((row) => row.sources.test(source) && tests.includes(row.test)),
    );
    expect(untested).toEqual([]);
  });

  it('every row is needed', () => {
    const idle = COVERED_BY.filter(
      (row) => !sources.some((source) => row.sources.test(source) && !tests.includes(testOf(source))),
    );
    expect(idle.map(({ sources: pattern }) => String(pattern))).toEqual([]);
  });

  it('every test has its source', () => {
    const orphans = tests.filter((path) => {
      const stem = path.replace(/^test\//, '').replace(/\.test\.ts$/, '');
      const here = [`src/${stem}.ts`, `${stem}.ts`, `src/${stem}`, stem];
      return !WHOLE.includes(stem) && !stem.startsWith('docs/') && !here.some((source) => existsSync(source));
    });
    expect(orphans).toEqual([]);
  });
});

describe('files are short', () => {
  const code = files.filter((path) => /^(src|constructs|stacks|scripts|bench)\/.+\.ts$/.test(path));
  const sizes = code.map((path) => ({ path, size: lines(path) }));

  it('the median has less than 90 lines', () => {
    const sorted = sizes.map(({ size }) => size).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90);
  });

  it('none has more than 300', () => {
    expect(sizes.filter(({ size }) => size > 300)).toEqual([]);
  });

  it('a folder of everything does not exist', () => {
    expect(files.filter((path) => /(^|\/)(utils?|common|shared|helpers?)(\/|\.ts$)/.test(path))).toEqual([]);
  });
});

/** Split, so that this file does not find itself. */
const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp; readonly allowed: RegExp }[] = [
  { what: 'a folder of one machine', pattern: new RegExp(`/${'work'}/`), allowed: /^$/ },
  {
    what: 'an unfinished place',
    pattern: new RegExp(`\\b(${'TO'}DO|${'FIX'}ME|XX${'X'})\\b`),
    allowed: /^package-lock\.json$/,
  },
  { what: 'a folder beside the repository', pattern: new RegExp(`\\.\\./${'shared'}\\b`), allowed: /^test\// },
  {
    what: 'a test that is left out',
    pattern: new RegExp(`\\b(it|describe|test)\\.(${'sk'}ip|${'on'}ly)\\b`),
    allowed: /^docs\//,
  },
];

it.each(FORBIDDEN)('nothing tracked holds $what', ({ pattern, allowed }) => {
  expect(files.filter((path) => !allowed.test(path) && pattern.test(text(path)))).toEqual([]);
});
