import type { Command } from 'commander';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl graph`: the components of a recipe and what waits for what. */
export function addGraphCommand(program: Command, shell: Shell): void {
  const command = program
    .command('graph')
    .summary('draw the order of the components')
    .description('Print the components of a recipe, their waves and what waits for what, as a picture in text.')
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(command).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(command), ['mermaid', 'dot', 'json']));
  describe(addEngineFlags(command), {
    examples: [
      { line: 'cnsctl graph eks-h100-training', about: 'Mermaid, for Markdown' },
      { line: 'cnsctl graph eks-h100-training --format dot | dot -Tsvg > order.svg', about: 'a picture by Graphviz' },
    ],
  });
  command.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const { GRAPH_FORMATS, graphOf } = await import('../ops/graph.ts');
    const format = GRAPH_FORMATS.find((one) => one === flags.format) ?? 'mermaid';
    await emit(shell, graphOf(engine, input, format), flags);
  });
}
