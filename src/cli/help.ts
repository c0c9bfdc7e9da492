import type { Command } from 'commander';
import { CnsError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { describe, fullName } from './describe.ts';
import { TOPICS } from './help-topics.ts';
import type { Shell } from './shell.ts';

/** `cnsctl help`: the help of a command, or a page that is not about one. */
export function addHelpCommand(program: Command, shell: Shell): void {
  const command = program
    .command('help')
    .summary('help for a command, or for exit-codes')
    .description('Print the help of a command, or the page of exit codes.')
    .argument('[topic...]', 'a command, or exit-codes');
  describe(command, {
    examples: [
      { line: 'cnsctl help recipe list', about: 'the help of a command' },
      { line: 'cnsctl help exit-codes', about: 'what each exit status and error code means' },
    ],
  });
  command.action(async (words: readonly string[]) => {
    if (words[0] === 'exit-codes') {
      const { errorRows, OTHER_EXITS } = await import('../ops/error-docs.ts');
      const { textTable } = await import('../report/table.ts');
      const exits = OTHER_EXITS.map(({ exit, meaning }) => [String(exit), '', meaning]);
      const codes = errorRows().map(({ exit, code, meaning }) => [String(exit), code, meaning]);
      const rows = [...exits, ...codes].toSorted((a, b) => Number(a[0]) - Number(b[0]));
      return shell.out(textTable(['exit', 'code', 'meaning'], rows));
    }
    commandOf(program, words).outputHelp();
  });
}

function commandOf(program: Command, words: readonly string[]): Command {
  return words.reduce((command, word) => {
    const below = command.commands.find((one) => one.name() === word);
    if (below) return below;
    const names = [
      ...command.commands.map((one) => one.name()).filter((name) => !name.startsWith('_')),
      ...(command === program ? TOPICS : []),
    ];
    const hint = didYouMean(word, names) ?? `topics: ${names.join(', ')}`;
    throw new CnsError({ code: 'USAGE', message: `${fullName(command)} has no ${JSON.stringify(word)}`, hint });
  }, program);
}
