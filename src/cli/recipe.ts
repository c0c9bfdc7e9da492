import { type Command, Option } from 'commander';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit, emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { addRecipeListCommand } from './recipe-list.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl recipe`: criteria in, the resolved recipe out. Everything it decides is decided in `resolveRecipe`. */
export function addRecipeCommand(program: Command, shell: Shell): void {
  const command = program
    .command('recipe')
    .summary('print the resolved recipe; `recipe list` prints what exists')
    .description(
      'Print the recipe that criteria, a criteria file, a cluster file or a snapshot of a running cluster resolve to: versions, props, constraints, tuning, and the layer of every value.',
    )
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(command).addOption(criteriaOption()).addOption(snapshotOption());
  addOutputFlag(addFormatFlag(addSetFlag(command), ['yaml', 'json', 'table']));
  describe(addEngineFlags(command), {
    examples: [
      { line: 'cnsctl recipe --service eks --gpu h100 --os ubuntu --intent training', about: 'from flags' },
      {
        line: 'cnsctl recipe eks-h100-training --format table',
        about: 'components and versions of clusters/eks-h100-training.yaml',
      },
      {
        line: 'cnsctl recipe --criteria criteria.yaml --set gpu-operator:cdi=false --output recipe.yaml',
        about: 'from a criteria file, with a prop of your own, into a file for `bundle`',
      },
      {
        line: 'cnsctl recipe --snapshot snapshot.yaml --intent training --output recipe.yaml',
        about: 'of a running cluster: what was found, and by what, goes to the standard error',
      },
    ],
  });
  command.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const { recipeData, recipeFile, resolveRecipe } = await import('../ops/resolve-recipe.ts');
    const recipe = resolveRecipe(engine, input);
    const text = recipeFile(recipe, input);
    if ((flags.format ?? 'yaml') === 'yaml') return emit(shell, text, flags);
    await emitData(shell, recipeData(await shell.io(), text), flags, async () => {
      const { textTable } = await import('../report/table.ts');
      const rows = Object.entries(recipe.components).map(([name, props]) => [
        name,
        versionOf(props),
        String(props.namespace ?? ''),
      ]);
      return textTable(['component', 'version', 'namespace'], rows);
    });
  });
  addRecipeListCommand(command, shell);
}

export const criteriaOption = (): Option =>
  new Option('--criteria <file>', 'file of kind Criteria; flags win over it, - reads the standard input').helpGroup(
    'Criteria:',
  );

const snapshotOption = (): Option =>
  new Option(
    '--snapshot <file>',
    'find criteria and inputs in a file of `snapshot`; flags win over it, `--platform none` is none',
  ).helpGroup('Criteria:');

function versionOf(props: Readonly<Record<string, unknown>>): string {
  const { chart, git } = props as {
    readonly chart?: { readonly version?: string };
    readonly git?: { readonly tag?: string };
  };
  return chart?.version ?? git?.tag ?? 'manifests';
}
