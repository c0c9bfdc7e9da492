import { Command, Option } from 'commander';
import { addBundleCommand } from './bundle.ts';
import { addCompletionCommand } from './completion.ts';
import { addConfigCommand } from './config.ts';
import { describe } from './describe.ts';
import { addDiffCommand } from './diff.ts';
import { addExplainCommand } from './explain.ts';
import { addGraphCommand } from './graph.ts';
import { addHelpCommand } from './help.ts';
import { addInfraCommand } from './infra.ts';
import { addInitCommand } from './init.ts';
import { addQueryCommand } from './query.ts';
import { addRecipeCommand } from './recipe.ts';
import { addSchemaCommand } from './schema.ts';
import type { Shell } from './shell.ts';
import { addSnapshotCommand } from './snapshot.ts';
import { addSynthCommand } from './synth.ts';
import { addValidateCommand } from './validate.ts';
import { addVerifyCommand } from './verify.ts';
import { version } from './version.ts';

type Add = (program: Command, shell: Shell) => void;

/** Commands that know of no other. */
const ALONE: Readonly<Record<string, Add>> = {
  init: addInitCommand,
  recipe: addRecipeCommand,
  query: addQueryCommand,
  explain: addExplainCommand,
  synth: addSynthCommand,
  bundle: addBundleCommand,
  verify: addVerifyCommand,
  snapshot: addSnapshotCommand,
  validate: addValidateCommand,
  diff: addDiffCommand,
  graph: addGraphCommand,
  infra: addInfraCommand,
  config: addConfigCommand,
  schema: addSchemaCommand,
};

const COMMANDS: Readonly<Record<string, Add>> = { ...ALONE, completion: addCompletionCommand, help: addHelpCommand };

/**
 * The command line. Building it loads commander and nothing else that is heavy.
 *
 * @param only name of a command that is about to run: the others are left out, which takes a quarter of the time. @default - all
 */
export function buildProgram(shell: Shell, only?: string): Command {
  const { stdout, stderr } = shell.streams;
  const program = new Command(shell.name)
    .description('GitOps trees for GPU Kubernetes clusters, from known-good recipes.')
    .version(version(), '--version', 'print the version')
    .option('--debug', 'print the stack of an unexpected error')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    // So that flags after `recipe list` are those of `list`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // Mistakes of the command line are printed with all other problems, in `run`.
      outputError: () => {},
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  describe(program, {
    examples: [
      { line: 'cnsctl recipe list', about: 'what exists' },
      { line: 'cnsctl synth', about: 'the tree of every cluster in clusters/, into dist/' },
      {
        line: 'cnsctl explain eks-h100-training components.gpu-operator.driver.version',
        about: 'why a value is what it is',
      },
    ],
  });
  const alone = only !== undefined && Object.hasOwn(ALONE, only) ? ALONE[only] : undefined;
  for (const add of alone ? [alone] : Object.values(COMMANDS)) add(program, shell);
  for (const command of program.commands) prepare(command);
  return program;
}

/** Every command takes flags before those of the commands below it, and `--debug`, which is read from the words themselves. */
function prepare(command: Command): void {
  command.enablePositionalOptions().helpCommand(false).addOption(new Option('--debug').hideHelp());
  for (const below of command.commands) prepare(below);
}
