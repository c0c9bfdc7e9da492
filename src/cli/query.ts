import type { Command } from 'commander';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl query`: one value of a resolved recipe. */
export function addQueryCommand(program: Command, shell: Shell): void {
  const command = program
    .command('query')
    .summary('print one value of a recipe')
    .description('Print the value at a path of the resolved recipe: text as it is, maps and lists as YAML.')
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed')
    .requiredOption('--selector <path>', 'path in the recipe, e.g. components.gpu-operator.driver.version');
  addCriteriaFlags(command).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(command), ['yaml', 'json']));
  describe(addEngineFlags(command), {
    examples: [
      {
        line: 'cnsctl query eks-h100-training --selector components.gpu-operator.driver.version',
        about: 'a version, for a script',
      },
      {
        line: 'cnsctl query --service eks --gpu h100 --os ubuntu --intent training --selector constraints --format json',
        about: 'a part of a recipe, for a program',
      },
    ],
  });
  command.action(
    async (cluster: string | undefined, flags: SourceFlags & OutputFlags & { readonly selector: string }) => {
      const { engine, input } = await sourceOf(shell, cluster, flags);
      const [{ recipeData, recipeFile, resolveRecipe }, { queryRecipe }, { formatData }] = await Promise.all([
        import('../ops/resolve-recipe.ts'),
        import('../ops/query.ts'),
        import('../ops/format-data.ts'),
      ]);
      const data = recipeData(await shell.io(), recipeFile(resolveRecipe(engine, input), input));
      await emit(
        shell,
        formatData(queryRecipe(data, flags.selector), flags.format === 'json' ? 'json' : 'yaml'),
        flags,
      );
    },
  );
}
