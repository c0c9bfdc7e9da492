import type { Command } from 'commander';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addFormatFlag, addOutputFlag, type OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** `cnsctl config`: defaults of common flags, in the XDG configuration folder. */
export function addConfigCommand(program: Command, shell: Shell): void {
  const group = program
    .command('config')
    .summary('defaults of common flags')
    .description(
      'Defaults of common flags, in $XDG_CONFIG_HOME/cnsctl/config.yaml (~/.config/cnsctl/config.yaml). A flag on the command line wins.',
    );
  describe(group, {
    examples: [
      { line: 'cnsctl config init', about: 'write a file to begin with' },
      { line: 'cnsctl config show', about: 'what holds now' },
    ],
  });
  addInit(group, shell);
  addShow(group, shell);
}

function addInit(group: Command, shell: Shell): void {
  const command = group
    .command('init')
    .summary('write a config file to begin with')
    .description('Write a config file with every key, most of them commented out.')
    .option('--force', 'replace the file that is there');
  addOutputFlag(command, 'where to write, - prints it (default: the config file)');
  describe(command, {
    examples: [
      { line: 'cnsctl config init', about: 'in the XDG configuration folder' },
      { line: 'cnsctl config init --output -', about: 'look at it first' },
    ],
  });
  command.action(async ({ force, output }: OutputFlags & { readonly force?: boolean }) => {
    const { configTemplate } = await import('../ops/config.ts');
    if (output === '-') return shell.out(configTemplate());
    const file = output ?? shell.configFile;
    (await shell.io()).writeFile(file, configTemplate(), { replace: force ?? false });
    shell.out(`Wrote ${file}.\n`);
  });
}

function addShow(group: Command, shell: Shell): void {
  const command = group
    .command('show')
    .summary('print the config that holds')
    .description('Print the config that holds, after checking it, and the file that it was read from.');
  addOutputFlag(addFormatFlag(command, ['yaml', 'json']));
  describe(command, {
    examples: [
      { line: 'cnsctl config show', about: 'for people' },
      { line: 'cnsctl config show --format json', about: 'for a program' },
    ],
  });
  command.action(async (flags: OutputFlags) => {
    const { server, defaults } = await shell.config();
    const found = (await shell.io()).isFile(shell.configFile);
    const data = { file: shell.configFile, found, ...(server === undefined ? {} : { server }), defaults };
    await emitData(shell, data, { format: 'yaml', ...flags }, () => '');
  });
}
