import { readdirSync, readFileSync } from 'node:fs';

/** A `cnsctl` line of a page, as a reader would type it. */
export interface CommandStep {
  readonly kind: 'command';
  readonly line: string;
  /** Line number in the page, 1-based. */
  readonly at: number;
}

/** A block whose text must be what a command prints, or what a file holds. */
export interface QuoteStep {
  readonly kind: 'output' | 'file';
  /** The command, or the path of the file. */
  readonly of: string;
  /** Exit status that the command must have. */
  readonly exit: number;
  /** `head -n 3`, `grep TEXT` and the like, in order. */
  readonly filters: readonly string[];
  readonly text: string;
  readonly at: number;
  /** First line of the text and the line after its last, 0-based: where an update puts the new text. */
  readonly lines: readonly [number, number];
}

export type Step = CommandStep | QuoteStep;

export interface Page {
  readonly path: string;
  readonly text: string;
  readonly steps: readonly Step[];
}

/** README.md and the written pages of docs/; docs/reference is generated and has its own check. */
export function pagePaths(): string[] {
  return ['README.md', ...markdownOf('docs'), ...markdownOf('docs/examples')];
}

const markdownOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${folder}/${name}`);

export function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8');
  return { path, text, steps: stepsOf(text) };
}

/**
 * The steps of a page in their order: `cnsctl` lines of fences marked `sh`, and fences below a comment such as
 * `<!-- output of: cnsctl recipe list | head -n 3 -->`, `<!-- output of (exit 3): cnsctl … -->` or `<!-- file: dist/x/README.md -->`.
 */
export function stepsOf(text: string): Step[] {
  const lines = text.split('\n');
  const steps: Step[] = [];
  let comment: string | undefined;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const fence = /^```(\w*)$/.exec(line);
    if (!fence) {
      const [, said] = /^<!-- ((?:output of|file)\b.*) -->$/.exec(line) ?? [];
      if (said !== undefined) comment = said;
      else if (line.trim() !== '' && !line.startsWith('<!-- biome-ignore ')) comment = undefined;
      continue;
    }
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`line ${i + 1}: a fence that does not end`);
    const body = lines.slice(i + 1, end);
    if (comment !== undefined) steps.push(quoteOf(comment, body.join('\n'), [i + 1, end]));
    else if (fence[1] === 'sh') steps.push(...commandsOf(body, i + 2));
    comment = undefined;
    i = end;
  }
  return steps;
}

function quoteOf(comment: string, text: string, lines: readonly [number, number]): QuoteStep {
  const [, what, exit = '0', rest = ''] = /^(output of|file)(?: \(exit (\d+)\))?: (.*)$/.exec(comment) ?? [];
  if (what === undefined) throw new Error(`line ${lines[0]}: not a quote: ${comment}`);
  const [of = '', ...filters] = rest.split(/ \| (?=head |tail |grep )/);
  return {
    kind: what === 'file' ? 'file' : 'output',
    of: of.trim(),
    exit: Number(exit),
    filters,
    text,
    at: lines[0],
    lines,
  };
}

/** Lines that begin with `cnsctl`; a backslash at the end goes on with the next line. */
function commandsOf(body: readonly string[], first: number): CommandStep[] {
  const steps: CommandStep[] = [];
  for (let i = 0; i < body.length; i++) {
    const at = first + i;
    let line = body[i] ?? '';
    while (line.endsWith('\\')) {
      i++;
      line = `${line.slice(0, -1).trimEnd()} ${(body[i] ?? '').trim()}`;
    }
    if (/^cnsctl( |$)/.test(line)) steps.push({ kind: 'command', line: line.trim(), at });
  }
  return steps;
}
