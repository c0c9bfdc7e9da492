import { formatProblem, type Problem } from '../errors.ts';

export interface PrintOptions {
  readonly json: boolean;
  readonly colours: boolean;
}

/** Problems as a person or a program reads them. A place that is a flag has no line. */
export function printProblems(problems: readonly Problem[], { json, colours }: PrintOptions): string {
  if (json) return `${JSON.stringify({ problems: problems.map(plain) }, null, 2)}\n`;
  return problems.map((problem) => `${paint(problem, textOf(problem), colours)}\n`).join('');
}

/** `--set` and its like stand where a file would; the position in them means nothing. */
const isFlag = ({ source }: Problem): boolean => source?.file.startsWith('--') ?? false;

function textOf(problem: Problem): string {
  if (!isFlag(problem)) return formatProblem(problem);
  const { source, ...rest } = problem;
  return `${source?.file}: ${formatProblem(rest)}`;
}

function plain(problem: Problem): object {
  if (!isFlag(problem)) return problem;
  const { source, ...rest } = problem;
  return { ...rest, source: { flag: source?.file } };
}

const RED = '\x1b[31m';
const CYAN = '\x1b[36m';
const OFF = '\x1b[0m';

function paint({ code }: Problem, text: string, colours: boolean): string {
  if (!colours) return text;
  return text.replace(code, `${RED}${code}${OFF}`).replace('\n  hint:', `\n  ${CYAN}hint:${OFF}`);
}
