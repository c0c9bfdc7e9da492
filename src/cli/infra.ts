import type { Command } from 'commander';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl infra`: the nodes that a cluster file asks for. */
export function addInfraCommand(program: Command, shell: Shell): void {
  const infra = program
    .command('infra')
    .summary('what the nodes of a cluster must be')
    .description('The other half of a cluster file: the nodes that its tree expects.');
  const plan = infra
    .command('plan')
    .summary('print what the nodes must be')
    .description(
      'Print what GPU and system nodes must be so that the tree of the same cluster file fits them: machine, labels, taints, who owns driver and plugins, and for each setting who brings it. Needs no credentials and makes nothing.',
    )
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(plan).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(plan), ['text', 'yaml', 'json']));
  describe(addEngineFlags(plan), {
    examples: [
      { line: 'cnsctl infra plan onprem-h200-inference', about: 'what your own machines must bring' },
      { line: 'cnsctl infra plan eks-h100-training --format json', about: 'the same for a program that makes a pool' },
    ],
  });
  describe(infra, {
    examples: [
      { line: 'cnsctl infra plan eks-h100-training', about: 'what the nodes of a cluster must be' },
      { line: 'cnsctl infra plan onprem-h200-inference --format json', about: 'the same for a program' },
    ],
  });
  plan.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const [{ planInfra }, { poolsText }] = await Promise.all([
      import('../ops/plan-infra.ts'),
      import('../report/pools.ts'),
    ]);
    const pools = planInfra(engine, input);
    await emitData(shell, pools, flags, () => poolsText(pools));
  });
}
