import { type Command, CommanderError } from 'commander';
import { ERROR_CODES, type Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
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
  const args = argv.slice(2);
  const program = buildProgram(shell, args[0]);
  try {
    await program.parseAsync(args, { from: 'user' });
    return shell.exit;
  } catch (error) {
    if (error instanceof CommanderError) return offTheLine(error, commandOf(program, args), args, shell);
    const problems = problemsOf(error);
    return problems === undefined ? bug(error, args, shell) : tell(problems, args, shell);
  } finally {
    await shell.close();
  }
}

/** Commander ends help and version with an error of status 0, and a missing command with its help. */
function offTheLine(error: CommanderError, command: string, args: readonly string[], shell: Shell): number {
  if (error.exitCode === 0) return 0;
  return error.code === 'commander.help' ? ERROR_CODES.USAGE.exit : tell([usageProblem(error, command)], args, shell);
}

function tell(
  problems: readonly Problem[],
  args: readonly string[],
  { streams: { stderr, env }, flags }: Shell,
): number {
  const placed = problems.map((problem) => atFlag(problem, flags));
  stderr.write(printProblems(placed, { json: wantsJson(args), colours: hasColours(stderr, env) }));
  return Math.max(...problems.map(({ code }) => ERROR_CODES[code].exit));
}

/** The command that the words name, as far as they do: `cnsctl recipe list`. */
function commandOf(program: Command, args: readonly string[]): string {
  const below = program.commands.find((one) => one.name() === args[0]);
  return below ? `${program.name()} ${commandOf(below, args.slice(1))}` : program.name();
}

/** By shape, not by class: a plugin may bring a copy of the class of its own. */
function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (!(error instanceof Error) || error.name !== 'CnsError') return undefined;
  const { problems } = error as Error & { readonly problems?: readonly Problem[] };
  return Array.isArray(problems) && problems.length > 0 ? problems : undefined;
}

/** `error: unknown option '--foo'\n(Did you mean --bar?)` in our own words. */
function usageProblem({ message }: CommanderError, command: string): Problem {
  const [, said = message, meant] = /^(?:error: )?([\s\S]*?)(?:\n\((.*)\))?$/.exec(message) ?? [];
  const [, value, choices] = /'([^']*)' is invalid.*Allowed choices are (.*)\.$/.exec(said) ?? [];
  const near = value === undefined ? undefined : didYouMean(value, choices?.split(', ') ?? []);
  return { code: 'USAGE', message: said, hint: near ?? meant?.replace(/^Did/, 'did') ?? `see \`${command} --help\`` };
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
