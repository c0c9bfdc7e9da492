import { Argument, type Command } from 'commander';
import { describe } from './describe.ts';
import { emit, emitData } from './emit.ts';
import { addFormatFlag, addOutputFlag, type OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** Written out here, so that help needs no schema; a test holds it against the real list. */
export const KINDS = [
  ...['Cluster', 'Criteria', 'Config', 'Layer', 'Leaves', 'Instances', 'Profiles', 'Channels'],
  ...['ResolvedRecipe', 'Snapshot'],
];

/** `cnsctl schema`: JSON Schemas of the documents that people write, for their editors. */
export function addSchemaCommand(program: Command, shell: Shell): void {
  const command = program
    .command('schema')
    .summary('print a JSON Schema')
    .description('Print the JSON Schema (draft 2020-12) of a kind of document, or the kinds that there are.')
    .addArgument(new Argument('[kind]', 'kind of document').choices(KINDS));
  addOutputFlag(addFormatFlag(command, ['json', 'yaml', 'table']));
  describe(command, {
    examples: [
      { line: 'cnsctl schema', about: 'the kinds' },
      { line: 'cnsctl schema Cluster --output cluster.schema.json', about: 'a schema for your editor' },
    ],
  });
  command.action(async (kind: string | undefined, flags: OutputFlags) => {
    const { aboutSchema, SCHEMA_KINDS, schemaOf } = await import('../ops/schemas.ts');
    const wanted = SCHEMA_KINDS.find((one) => one === kind);
    if (wanted !== undefined) {
      const { formatData } = await import('../ops/format-data.ts');
      return emit(shell, formatData(schemaOf(wanted), flags.format === 'yaml' ? 'yaml' : 'json'), flags);
    }
    const kinds = SCHEMA_KINDS.map((one) => ({ kind: one, about: aboutSchema(one) }));
    await emitData(shell, kinds, flags, async () => {
      const { textTable } = await import('../report/table.ts');
      return textTable(
        ['kind', 'about'],
        kinds.map((row) => [row.kind, row.about]),
      );
    });
  });
}
