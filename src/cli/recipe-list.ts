import type { Command } from 'commander';
import { addCriteriaFlags, type CriteriaFlags, criteriaOf, flagOfPath } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addFormatFlag, addOutputFlag, type OutputFlags } from './flags.ts';
import type { EngineFlags, Shell } from './shell.ts';

const FILTERS = new Set(['service', 'accelerator', 'os', 'intent', 'platform']);

/** `cnsctl recipe list`: what exists, and how far each was tried. */
export function addRecipeListCommand(recipe: Command, shell: Shell): void {
  const command = recipe
    .command('list')
    .summary('print what exists, with support levels')
    .description(
      'Print the combinations that exist, with their platforms by intent, instance types and support level.',
    );
  const all = addCriteriaFlags(command.createCommand());
  for (const option of all.options.filter((one) => FILTERS.has(one.attributeName()))) command.addOption(option);
  addOutputFlag(addFormatFlag(command, ['table', 'yaml', 'json']));
  command.option('--recipes <folder>', 'folder of your own layers and leaves');
  describe(command, {
    no: 'nothing fits the filter',
    examples: [
      { line: 'cnsctl recipe list', about: 'everything' },
      { line: 'cnsctl recipe list --service eks --gpu gb200 --format json', about: 'part of it, for a program' },
    ],
  });
  command.action(async (flags: CriteriaFlags & OutputFlags & EngineFlags) => {
    const { listLeaves } = await import('../ops/list-leaves.ts');
    const { catalog } = await shell.engine(flags);
    // Only flags filter: a default of the config would hide leaves without a word.
    const { request } = criteriaOf(flags, { apiVersion: 'cns.dev/v1alpha1', kind: 'Config', defaults: {} }, '');
    shell.flags = flagOfPath;
    const leaves = listLeaves(catalog, request.criteria);
    if (leaves.length === 0) shell.exit = 1;
    await emitData(shell, leaves, flags, async () => {
      const { textTable } = await import('../report/table.ts');
      const rows = leaves.map((leaf) => [
        leaf.service,
        leaf.accelerator,
        leaf.os,
        leaf.intents.map((intent) => [intent, ...(leaf.platforms[intent] ?? [])].join('+')).join(' '),
        leaf.instanceTypes.join(' '),
        leaf.support,
      ]);
      return textTable(['service', 'accelerator', 'os', 'intents+platforms', 'instance types', 'support'], rows);
    });
  });
}
