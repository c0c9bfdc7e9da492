import type { Argument, Command, Option } from 'commander';
import { descriptionOf, fullName } from './describe.ts';
import { buildProgram } from './program.ts';
import { createShell } from './shell.ts';

/** The reference of the command line in Markdown, made from the program itself. */
export function cliReference(): string {
  const streams = { stdout: { write: () => {} }, stderr: { write: () => {} }, env: {}, cwd: '.' };
  const program = buildProgram(createShell(['node', 'cnsctl'], streams));
  const head = [
    '# Command line',
    '',
    '`eidos` is the same program under another name. Answers go to the standard output, problems and progress to the standard error.',
    'Exit 0 is done or yes, 1 is no, 2 and above mean that no answer could be given ([all codes](errors.md)).',
    '',
  ];
  return [...head, ...sections(program)].join('\n');
}

function sections(command: Command): string[] {
  const below = command.createHelp().visibleCommands(command);
  return [...sectionOf(command), ...below.flatMap(sections)];
}

function sectionOf(command: Command): string[] {
  const { examples = [], no } = descriptionOf(command) ?? {};
  const help = command.createHelp();
  const parameters = command.registeredArguments.map((one) => [
    `\`${argumentName(one)}\``,
    withChoices(one.description, one.argChoices),
  ]);
  const options = help.visibleOptions(command).map((option) => [`\`${option.flags}\``, aboutOption(option)]);
  return [
    `## ${fullName(command)}`,
    '',
    command.description(),
    '',
    '```console',
    ...examples.flatMap(({ line, about }) => [`# ${about}`, `$ ${line}`]),
    '```',
    '',
    '| argument or flag | what it is |',
    '| --- | --- |',
    ...[...parameters, ...options].map((cells) => `| ${cells.map(escaped).join(' | ')} |`),
    '',
    ...(no === undefined ? [] : [`Exit 1: ${no}.`, '']),
  ];
}

function argumentName(argument: Argument): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}

const aboutOption = ({ description, argChoices, mandatory }: Option): string =>
  `${withChoices(description, argChoices)}${mandatory ? ' (required)' : ''}`;

const withChoices = (text: string, choices: readonly string[] | undefined): string =>
  choices === undefined ? text : `${text}: ${choices.join(', ')}`;

const escaped = (text: string): string => text.replaceAll('|', '\\|');
