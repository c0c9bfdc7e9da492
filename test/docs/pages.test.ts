import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filtered } from './filter.ts';
import { type Page, pagePaths, type QuoteStep, readPage, type Step } from './page.ts';
import { openWorkspace, type Result } from './workspace.ts';

/**
 * Every `cnsctl` line of the pages is run, in the page's order, in one folder a page; every quoted output and file must be equal to
 * what is really there. `DOCS_UPDATE=1` writes the quotes anew: then read the diff.
 */
const UPDATE = process.env.DOCS_UPDATE === '1';
const HOW = 'a quote is stale: DOCS_UPDATE=1 npx vitest run test/docs/pages.test.ts, and read the diff';

describe.each(pagePaths())('%s', (path) => {
  const page = readPage(path);
  const workspace = openWorkspace();
  const results = new Map<string, Result>();
  const fresh = new Map<QuoteStep, string>();
  afterAll(() => {
    workspace.remove();
    if (UPDATE) update(page, fresh);
  });

  const resultOf = async (line: string): Promise<Result> => {
    const result = await workspace.run(line);
    results.set(line, result);
    return result;
  };

  it.each(page.steps.map((step) => [nameOf(step), step] as const))('%s', async (_, step) => {
    if (step.kind === 'command') {
      const { exit, text } = await resultOf(step.line);
      expect(exit, text).toBe(exitOf(page.steps, step));
      return;
    }
    const text = step.kind === 'file' ? fileText(workspace.dir, step.of) : await outputText(step);
    const now = filtered(text, step.filters);
    fresh.set(step, now);
    expect(now, 'a quote of nothing').not.toBe('');
    if (!UPDATE) expect(step.text, HOW).toBe(now);
  });

  // What a line wrote is there already when its output is quoted, so that it is not run twice.
  const outputText = async ({ of, exit }: QuoteStep): Promise<string> => {
    const result = results.get(of) ?? (await resultOf(of));
    expect(result.exit, result.text).toBe(exit);
    return result.text;
  };

  it('quotes what it shows: text that a program printed stands below a comment that says which', () => {
    const quoted = page.steps.filter((step) => step.kind !== 'command').length;
    expect(page.text.match(/^<!-- (?!biome-ignore )/gm)?.length ?? 0, 'a comment that is no quote').toBe(quoted);
    expect(page.text.match(/^```(text|diff|md)$/gm)?.length ?? 0).toBeLessThanOrEqual(quoted);
    const unquoted = [...page.text.matchAll(/^(.*)\n```(?:text|diff|md)$/gm)].filter(
      ([, before = '']) => !before.startsWith('<!-- '),
    );
    expect(unquoted.map(([block]) => block)).toEqual([]);
  });
});

const nameOf = (step: Step): string =>
  step.kind === 'command' ? `line ${step.at}: ${step.line}` : `line ${step.at}: ${step.kind} of ${step.of}`;

const fileText = (dir: string, path: string): string => readFileSync(join(dir, path), 'utf8');

/** A line is expected to succeed, unless the quote of its output says otherwise. */
function exitOf(steps: readonly Step[], { line }: { readonly line: string }): number {
  const quote = steps.find((step): step is QuoteStep => step.kind === 'output' && step.of === line);
  return quote?.exit ?? 0;
}

function update({ path, text }: Page, fresh: ReadonlyMap<QuoteStep, string>): void {
  const lines = text.split('\n');
  // From the end, so that the line numbers of earlier quotes stay right.
  const last = [...fresh].sort(([a], [b]) => b.lines[0] - a.lines[0]);
  for (const [{ lines: at }, now] of last) lines.splice(at[0], at[1] - at[0], ...now.split('\n'));
  if (lines.join('\n') !== text) writeFileSync(path, lines.join('\n'));
}
