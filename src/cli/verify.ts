import type { Command } from 'commander';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addFormatFlag, addOutputFlag, type OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** `cnsctl verify`: whether a tree is as it was written. */
export function addVerifyCommand(program: Command, shell: Shell): void {
  const command = program
    .command('verify')
    .summary('check a tree against its checksums')
    .description(
      'Hold a folder against its checksums.txt: changed, missing and unlisted files are told, and nothing else is needed. It shows that the files belong to the list, not who made the list.',
    )
    .argument('<dir>', 'folder of a tree, e.g. dist/eks-h100-training');
  addOutputFlag(addFormatFlag(command, ['text', 'yaml', 'json']));
  describe(command, {
    no: 'a file was changed, is missing or is not in the list',
    examples: [
      { line: 'cnsctl verify dist/eks-h100-training', about: 'after a clone, or before applying' },
      { line: 'cnsctl verify dist/eks-h100-training --format json', about: 'for a program' },
    ],
  });
  command.action(async (dir: string, flags: OutputFlags) => {
    const { verifyTree } = await import('../ops/verify-tree.ts');
    const verdict = verifyTree(await shell.io(), dir);
    if (!verdict.ok) shell.exit = 1;
    const lines = (['changed', 'missing', 'unlisted'] as const).flatMap((what) =>
      verdict[what].map((path) => `${what.padEnd(8)}  ${path}\n`),
    );
    await emitData(shell, verdict, flags, () => (verdict.ok ? `${dir} is as it was written.\n` : lines.join('')));
  });
}
