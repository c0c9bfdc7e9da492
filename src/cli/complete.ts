import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  readonly about: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** The shell completes names of files. */
  readonly files: boolean;
}

/** Values that the program knows only when it runs. */
export type ValueKind =
  | 'service'
  | 'accelerator'
  | 'os'
  | 'intent'
  | 'platform'
  | 'cluster'
  | 'component'
  | 'deployer'
  | 'collector'
  | 'topic';

/** What an option or argument takes, by its name. */
const KINDS: Readonly<Record<string, ValueKind | 'file'>> = {
  service: 'service',
  accelerator: 'accelerator',
  os: 'os',
  intent: 'intent',
  platform: 'platform',
  cluster: 'cluster',
  clusters: 'cluster',
  components: 'component',
  set: 'component',
  deployer: 'deployer',
  topic: 'topic',
  recipe: 'file',
  criteria: 'file',
  output: 'file',
  outputDir: 'file',
  recipes: 'file',
  dir: 'file',
  a: 'file',
  b: 'file',
  baselineDir: 'file',
  ignoreFile: 'file',
  filter: 'collector',
  exclude: 'collector',
  snapshot: 'file',
  files: 'file',
  kubeconfig: 'file',
  root: 'file',
};

/**
 * What may stand in place of the last of `words`, the words after the program's name. Walks the commander tree, so that a new
 * command or flag completes by itself.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  valuesOf: (kind: ValueKind) => Promise<readonly string[]>,
): Promise<Completion> {
  const [current = '', before] = [words.at(-1), words.slice(0, -1)];
  // bash breaks --flag=value into three words.
  const split = [...before.filter((word) => word !== '='), current === '=' ? '' : current];
  const state = walk(program, split.slice(0, -1));
  const last = split.at(-1) ?? '';
  const [, inline, part = ''] = /^(--[a-z-]+)=(.*)$/.exec(last) ?? [];
  if (inline !== undefined) {
    const option = optionOf(state.command, inline);
    return option
      ? prefixed(await ofTaker(option.attributeName(), option.argChoices, part, valuesOf), `${inline}=`)
      : NOTHING;
  }
  if (state.pending) return ofTaker(state.pending.attributeName(), state.pending.argChoices, last, valuesOf);
  if (last.startsWith('-') && !state.ended) return { candidates: flagsOf(state, last), files: false };
  const commands = state.operands === 0 ? commandsOf(state.command, last) : [];
  const argument = argumentAt(state.command, state.operands);
  const values = argument ? await ofTaker(argument.name(), argument.argChoices, last, valuesOf) : NOTHING;
  return { candidates: [...commands, ...values.candidates], files: values.files };
}

const NOTHING: Completion = { candidates: [], files: false };

interface State {
  readonly command: Command;
  readonly operands: number;
  readonly used: ReadonlySet<string>;
  /** The option that the next word is the value of. */
  readonly pending: Option | undefined;
  /** After `--` everything is an operand. */
  readonly ended: boolean;
}

function walk(program: Command, words: readonly string[]): State {
  let state: State = { command: program, operands: 0, used: new Set(), pending: undefined, ended: false };
  for (const word of words) {
    if (state.pending) state = { ...state, pending: undefined };
    else if (word === '--') state = { ...state, ended: true };
    else if (word.startsWith('-') && word !== '-' && !state.ended) {
      const option = optionOf(state.command, word.replace(/=.*$/, ''));
      const used = option ? new Set([...state.used, option.attributeName()]) : state.used;
      state = { ...state, used, pending: option?.required && !word.includes('=') ? option : undefined };
    } else {
      const below = state.operands === 0 ? state.command.commands.find((one) => one.name() === word) : undefined;
      state = below ? { ...state, command: below, used: new Set() } : { ...state, operands: state.operands + 1 };
    }
  }
  return state;
}

/** Flags of the program hold everywhere. */
function allOptions(command: Command): readonly Option[] {
  const root = rootOf(command);
  const visible = command.createHelp().visibleOptions(command);
  return root === command ? visible : [...visible, ...root.options.filter((one) => one.attributeName() !== 'version')];
}

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

const optionOf = (command: Command, flag: string): Option | undefined =>
  allOptions(command).find((option) => option.long === flag || option.short === flag);

function flagsOf({ command, used }: State, start: string): Candidate[] {
  return allOptions(command)
    .filter((option) => !used.has(option.attributeName()) || option.parseArg !== undefined)
    .flatMap((option) =>
      [option.long, option.short?.startsWith('--') ? option.short : undefined].map((value) => ({
        value,
        about: option.description,
      })),
    )
    .flatMap(({ value, about }) => (value?.startsWith(start) ? [{ value, about }] : []));
}

const commandsOf = (command: Command, start: string): Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name().startsWith(start))
    .map((one) => ({ value: one.name(), about: one.summary() || one.description() }));

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

/** A list with commas completes its last part. */
async function ofTaker(
  name: string,
  choices: readonly string[] | undefined,
  word: string,
  valuesOf: (kind: ValueKind) => Promise<readonly string[]>,
): Promise<Completion> {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (choices === undefined && (kind === undefined || kind === 'file'))
    return { candidates: [], files: kind === 'file' };
  const values = choices ?? (kind === undefined || kind === 'file' ? [] : await valuesOf(kind));
  const head = LISTS.has(name) ? word.slice(0, word.lastIndexOf(',') + 1) : '';
  const candidates = values
    .map((value) => ({ value: `${head}${value}`, about: '' }))
    .filter(({ value }) => value.startsWith(word));
  // Where a cluster is named, a file may be, too.
  return { candidates, files: kind === 'cluster' };
}

/** What takes several values with commas between them. */
const LISTS: ReadonlySet<string> = new Set(['components', 'filter', 'exclude']);

const prefixed = ({ candidates, files }: Completion, start: string): Completion => ({
  candidates: candidates.map(({ value, about }) => ({ value: `${start}${value}`, about })),
  files,
});
