import type { Command } from 'commander';

export interface Example {
  /** The whole line as it is typed, beginning with `cnsctl`. */
  readonly line: string;
  readonly about: string;
}

export interface Description {
  readonly examples: readonly Example[];
  /** What status 1 means here, where the command can answer no. */
  readonly no?: string;
}

const descriptions = new WeakMap<Command, Description>();

/** Gives a command its examples and exit codes: printed below its help, and in the reference. */
export function describe(command: Command, description: Description): Command {
  descriptions.set(command, description);
  return command.addHelpText(
    'after',
    () => `\n${[...examplesText(command, description), '', ...exitsText(command, description)].join('\n')}`,
  );
}

export const descriptionOf = (command: Command): Description | undefined => descriptions.get(command);

/** `cnsctl recipe list`. */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function examplesText(command: Command, { examples }: Description): string[] {
  const name = fullName(command).split(' ')[0] ?? '';
  return [
    'Examples:',
    ...examples.flatMap(({ line, about }) => [`  # ${about}`, `  $ ${line.replaceAll(/\bcnsctl /g, `${name} `)}`]),
  ];
}

function exitsText(command: Command, { no }: Description): string[] {
  const name = fullName(command).split(' ')[0] ?? '';
  return [
    'Exit codes:',
    `  0   ${no === undefined ? 'done' : 'yes'}`,
    ...(no === undefined ? [] : [`  1   ${no}`]),
    `  2+  no answer could be given; see \`${name} help exit-codes\``,
  ];
}
