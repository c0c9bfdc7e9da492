import { type Mark, ReadMarks } from './read-marks.ts';
import type { Source } from './template-calls.ts';
import { type ChartContent, Interpreter } from './template-interpreter.ts';
import { type Node, parseTemplate } from './template-parse.ts';

export interface Templates extends ChartContent {
  /** All of `templates/`; files whose name begins with `_` only define. */
  readonly templates: readonly Source[];
  /** Defines of parent and sub-charts, which Helm keeps in one table. */
  readonly borrowed: readonly Source[];
}

export interface Analysis {
  /** Path, joined by NUL, to its mark; `*` is any key or index. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** What could not be followed, for the maintainer to read. */
  readonly reports: readonly string[];
}

/** Facts only grow, so passes end by themselves; this many are enough for every chart that was ever seen. */
const MOST_PASSES = 12;

/**
 * Which values the templates of one chart read: an abstract interpretation of every rendered file.
 *
 * Both branches of every condition are taken, and defines are followed with the argument they are called with, so a
 * define that nothing includes reads nothing. Where a key is not constant the path goes on below `*`. A value that is
 * asked for only in order to fail is not read; one that must not be there at all is refused.
 *
 * @throws Error when a template does not parse
 */
export function analyseTemplates(input: Templates): Analysis {
  const own = input.templates.map(parse);
  const defines = new Map<string, readonly Node[]>();
  for (const { defines: found } of [...input.borrowed.map(parse), ...own])
    for (const [n, b] of found) defines.set(n, b);
  // `include (print $.Template.BasePath "/config.yaml") .` names a rendered file.
  for (const { name, body } of own) defines.set(`\u0003/${name}`, body);
  const facts = new ReadMarks();
  const reports = new Set<string>();
  for (let pass = 0, size = -1; pass < MOST_PASSES && size !== facts.size; pass++) {
    size = facts.size;
    const run = new Interpreter(defines, input, facts, reports);
    for (const file of own) if (!/(^|\/)_[^/]*$/.test(file.name)) run.file(file.name, file.body);
    if (!run.rendersValues) continue;
    for (const { path, text } of templated(input.values)) {
      if (covered(facts.marks, path)) run.default(`values.yaml ${path.join('.')}`, text);
    }
  }
  return { marks: facts.marks, reports: [...reports, ...facts.refused].sort() };
}

function parse({ name, text }: Source) {
  try {
    return { name, ...parseTemplate(text) };
  } catch (cause) {
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
}

/** Whether a default's place is read, or lies beneath an open one. */
function covered(marks: ReadonlyMap<string, Mark>, path: readonly string[]): boolean {
  return [...marks].some(([key, mark]) => {
    const names = key.split('\u0000');
    if (names.length > path.length || (mark === 'read' && names.length < path.length)) return false;
    return names.every((name, i) => name === '*' || name === path[i]);
  });
}

/** Default strings that hold actions, with their paths. */
function templated(value: unknown, path: readonly string[] = []): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ path, text: value }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, v]) => templated(v, [...path, name]));
}
