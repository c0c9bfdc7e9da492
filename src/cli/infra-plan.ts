import type { Command } from 'commander';
import { CnsError } from '../errors.ts';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit, emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';
import { type StackFlags, stackOf, stackOption } from './stack-flag.ts';

/** `cnsctl infra plan`: everything that would be made, without credentials. */
export function addInfraPlanCommand(parent: Command, shell: Shell): void {
  const command = parent
    .command('plan')
    .summary('print what the nodes must be and what would be made')
    .description(
      'Print what the GPU and system nodes of a cluster file must be, and on a cloud what `pulumi up` would make for them: resources, sizes, first-boot files, where each setting goes, quotas. Needs no credentials and no Pulumi, and makes nothing.',
    )
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(command).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(command), ['text', 'yaml', 'json', 'mermaid'])).addOption(stackOption());
  describe(addEngineFlags(command), {
    examples: [
      { line: 'cnsctl infra plan onprem-h200-inference', about: 'what your own machines must bring' },
      { line: 'cnsctl infra plan eks-h100-training', about: 'what `pulumi up` would make' },
      { line: 'cnsctl infra plan eks-h100-training --format mermaid', about: 'a diagram of it' },
    ],
  });
  command.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags & StackFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const { compileInfra } = await import('../ops/compile-infra.ts');
    const stack = await stackOf(shell, input, flags);
    const infra = compileInfra(engine, input, stack?.account);
    const { plan, compiled, notMade } = infra;
    if (flags.format === 'mermaid') {
      const { infraDiagram } = await import('../report/infra-diagram.ts');
      await emit(shell, compiled ? infraDiagram(compiled) : noDiagram(plan.service), flags);
      return;
    }
    await emitData(
      shell,
      { ...plan, ...(compiled ? { cloud: compiled } : {}), ...(notMade ? { notMade } : {}) },
      flags,
      async () => {
        const { infraText } = await import('../report/infra.ts');
        return infraText(infra, stack?.file ?? 'not given, so names in angle brackets stand for what it knows');
      },
    );
  });
}

function noDiagram(service: string): never {
  throw new CnsError({
    code: 'USAGE',
    message: `there is nothing to draw: nobody makes nodes for ${service}`,
    hint: 'leave --format out for what the nodes must be',
  });
}
