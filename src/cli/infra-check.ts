import type { Command } from 'commander';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';
import { type StackFlags, stackOf, stackOption } from './stack-flag.ts';

/** `cnsctl infra check`: the contracts between the nodes and the tree. */
export function addInfraCheckCommand(parent: Command, shell: Shell): void {
  const command = parent
    .command('check')
    .summary('hold the nodes against the tree')
    .description(
      'Hold what `pulumi up` would make against the tree of the same cluster file: owners, taints, labels, images, fabric, settings, versions, identities. Every violation names both places and the fix. `synth` holds the same contracts.',
    )
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(command).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(command), ['text', 'yaml', 'json'])).addOption(stackOption());
  describe(addEngineFlags(command), {
    no: 'nodes and tree contradict each other',
    examples: [
      { line: 'cnsctl infra check eks-h100-training', about: 'before `pulumi up`, and before a commit' },
      { line: 'cnsctl infra check eks-h100-training --format json', about: 'for a program' },
    ],
  });
  command.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags & StackFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const [{ checkInfra }, { contractsText }] = await Promise.all([
      import('../ops/check-infra.ts'),
      import('../report/contracts.ts'),
    ]);
    const stack = await stackOf(shell, input, flags);
    const checked = checkInfra(engine, input, stack?.account);
    if (checked.contracts.some(({ problems }) => problems.length > 0)) shell.exit = 1;
    await emitData(shell, checked, flags, () => contractsText(checked.contracts));
  });
}
