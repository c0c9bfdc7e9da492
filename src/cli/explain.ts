import type { Command } from 'commander';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl explain`: why a value of a cluster is what it is. */
export function addExplainCommand(program: Command, shell: Shell): void {
  const command = program
    .command('explain')
    .summary('say why a value is what it is')
    .description(
      'Say for every value at or below a path which layer, file and line set it, what it overrode, why, and who says so. Helm values are followed to the props that they were computed from.',
    )
    .argument('<cluster>', 'cluster name, cluster file, or a file that `recipe` printed')
    .argument(
      '[path]',
      'path in the recipe, or components.<name>.values.<path> for a Helm value (default: everything)',
    );
  addOutputFlag(addFormatFlag(addSetFlag(command), ['text', 'yaml', 'json']));
  describe(addEngineFlags(command), {
    examples: [
      {
        line: 'cnsctl explain eks-h100-training components.gpu-operator.driver.version',
        about: 'a prop of a component',
      },
      {
        line: 'cnsctl explain eks-h100-training components.gpu-operator.values.driver',
        about: 'the Helm values below a path',
      },
      {
        line: 'cnsctl explain clusters/eks-h100-training.yaml --format json --output why.json',
        about: 'everything, for a program',
      },
    ],
  });
  command.action(async (cluster: string, path: string | undefined, flags: SourceFlags & OutputFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const [{ explain }, { explainText }] = await Promise.all([
      import('../ops/explain.ts'),
      import('../report/explain.ts'),
    ]);
    const explanations = explain(engine, input, path);
    await emitData(shell, explanations, flags, () => explainText(explanations));
  });
}
