import { type Command, Option } from 'commander';

export interface OutputFlags {
  readonly output?: string;
  readonly format?: string;
}

/** `-o, --output PATH` is where, everywhere. */
export function addOutputFlag(command: Command, about = 'write to this file instead of the standard output'): Command {
  return command.addOption(new Option('-o, --output <path>', about).helpGroup('Output:'));
}

/** `--format` is how, everywhere; the first format is the default. */
export function addFormatFlag(command: Command, formats: readonly string[]): Command {
  const about = `how to print (default: ${formats[0]})`;
  return command.addOption(new Option('--format <format>', about).choices([...formats]).helpGroup('Output:'));
}

export function addEngineFlags(command: Command): Command {
  return command
    .addOption(new Option('--recipes <folder>', 'folder of your own layers and leaves').helpGroup('Engine:'))
    .addOption(
      new Option('--allow-generic', 'take criteria that no leaf of the catalog stands for').helpGroup('Engine:'),
    )
    .addOption(
      new Option('--allow-plugins', 'run the code of packages that a cluster file names').helpGroup('Engine:'),
    );
}

export function addSetFlag(command: Command): Command {
  const option = new Option('--set <component:path=value>', 'set a prop, after all layers and files; may be repeated');
  return command.addOption(option.argParser(collect).helpGroup('Criteria:'));
}

export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** `a,b` and `a --flag b` alike. */
export const collectList = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
];
