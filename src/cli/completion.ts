import { Argument, type Command } from 'commander';
import { completionScript, SHELLS } from './completion-script.ts';
import { describe } from './describe.ts';
import { emit } from './emit.ts';
import { addOutputFlag, type OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** `cnsctl completion`: a script for the user's shell, which asks `cnsctl __complete` for every word. */
export function addCompletionCommand(program: Command, shell: Shell): void {
  const command = program
    .command('completion')
    .summary('print a completion script')
    .description('Print the script that completes commands, flags, criteria, clusters and components in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS));
  addOutputFlag(command);
  describe(command, {
    examples: [
      { line: 'source <(cnsctl completion bash)', about: 'bash, for this shell; put it in ~/.bashrc to keep it' },
      { line: 'cnsctl completion zsh --output ~/.zfunc/_cnsctl', about: 'zsh, with ~/.zfunc in fpath before compinit' },
      { line: 'cnsctl completion fish --output ~/.config/fish/completions/cnsctl.fish', about: 'fish' },
    ],
  });
  command.action((name: string, flags: OutputFlags) => emit(shell, completionScript(name, shell.name), flags));

  program
    .command('__complete [words...]', { hidden: true })
    .description('Print what may stand in place of the last word.')
    .action(async (words: readonly string[]) => {
      const [{ complete }, { dynamicValues }] = await Promise.all([
        import('./complete.ts'),
        import('./complete-values.ts'),
      ]);
      const { candidates, files } = await complete(program, words, (kind) => dynamicValues(shell, kind));
      const lines = candidates.map(({ value, about }) => (about === '' ? value : `${value}\t${about}`));
      shell.out([...lines, files ? ':files' : ':none', ''].join('\n'));
    });
}
