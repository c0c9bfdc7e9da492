import { CommanderError } from 'commander';
import { ERROR_CODES, type Problem } from '../errors.ts';
import { atFlag } from '../ops/at-flag.ts';
import { printProblems } from './print-problems.ts';
import { buildProgram } from './program.ts';
import { createShell, type MakeEngine, type Shell } from './shell.ts';
import { hasColours, processStreams, type Streams } from './streams.ts';

/** EX_SOFTWARE of sysexits.h: a bug. */
const BUG = 70;

/**
 * Runs one command line, as `process.argv` holds it, and returns the status to exit with. Everything that it reads and writes of
 * the process is in `streams`.
 */
export async function run(
  argv: readonly string[],
  streams: Streams = processStreams(),
  makeEngine?: MakeEngine,
): Promise<number> {
  const shell = createShell(argv, streams, makeEngine);
  try {
    await buildProgram(shell).parseAsync(argv.slice(2), { from: 'user' });
    return shell.exit;
  } catch (error) {
    return failed(error, argv.slice(2), shell);
  }
}

function failed(error: unknown, args: readonly string[], shell: Shell): number {
  const { stderr, env } = shell.streams;
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help'))
    return error.exitCode === 0 ? 0 : ERROR_CODES.USAGE.exit;
  const problems = error instanceof CommanderError ? [usageProblem(error, shell.name)] : problemsOf(error);
  if (problems === undefined) return bug(error, args, shell);
  const placed = problems.map((problem) => atFlag(problem, shell.flags));
  stderr.write(printProblems(placed, { json: wantsJson(args), colours: hasColours(stderr, env) }));
  return Math.max(...problems.map(({ code }) => ERROR_CODES[code].exit));
}

/** By shape, not by class: a plugin may bring a copy of the class of its own. */
function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (!(error instanceof Error) || error.name !== 'CnsError') return undefined;
  const { problems } = error as Error & { readonly problems?: readonly Problem[] };
  return Array.isArray(problems) && problems.length > 0 ? problems : undefined;
}

/** `error: unknown option '--foo'\n(Did you mean --bar?)` in our own words. */
function usageProblem({ message, code }: CommanderError, name: string): Problem {
  const [, said = message, meant] = /^(?:error: )?([\s\S]*?)(?:\n\((.*)\))?$/.exec(message) ?? [];
  const hint =
    meant?.replace(/^Did/, 'did') ??
    `see \`${name} ${code === 'commander.unknownCommand' ? '--help' : '<command> --help'}\``;
  return { code: 'USAGE', message: said, hint };
}

function bug(error: unknown, args: readonly string[], { name, streams: { stderr } }: Shell): number {
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && args.includes('--debug') ? `${error.stack}\n` : '';
  const how = stack === '' ? 'Run again with --debug for the stack, and report it' : 'Report it with the stack above';
  stderr.write(`${stack}${name}: ${text}\n  this is a bug. ${how} with the command line.\n`);
  return BUG;
}

/** Read from the words themselves: when they do not parse, nobody else can tell. */
const wantsJson = (args: readonly string[]): boolean =>
  args.includes('--format=json') || args.some((word, i) => word === '--format' && args[i + 1] === 'json');
