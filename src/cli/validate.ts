import { type Command, Option } from 'commander';
import { CnsError } from '../errors.ts';
import { describe } from './describe.ts';
import { emit } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, collect, type OutputFlags } from './flags.ts';
import type { EngineFlags, Shell } from './shell.ts';

interface ValidateFlags extends EngineFlags, OutputFlags {
  readonly recipe?: string;
  readonly snapshot?: readonly string[];
  readonly allowUnknown?: boolean;
  readonly all?: boolean;
  readonly allowGeneric?: boolean;
  readonly schema?: string;
}

/** Of `report/validation/formats.ts`; the first is the default. */
const FORMATS = ['table', 'json', 'ctrf', 'junit', 'sarif', 'markdown', 'html'];

/** `cnsctl validate`: a recipe against what runs, or files against their schema. */
export function addValidateCommand(program: Command, shell: Shell): void {
  const command = program
    .command('validate')
    .summary('hold a recipe against a snapshot, or files against their schema')
    .description(
      'With --recipe and --snapshot: hold what runs against what a recipe wants: constraints, components, node tuning, readiness. Each item is met, not met or unknown, with what to do; unknown fails unless --allow-unknown is given. With --schema: hold files against the schema of their kind.',
    )
    .argument('[files...]', 'files to hold against --schema')
    .addOption(option('--recipe <recipe>', 'cluster name, cluster file, printed recipe, or recipe.lock.yaml of a tree'))
    .addOption(option('--snapshot <file>', 'snapshot of the cluster or of a node; may be repeated').argParser(collect))
    .addOption(option('--allow-unknown', 'end with 0 although something is unknown'))
    .addOption(option('--all', 'list also what does not apply here'))
    .addOption(new Option('--schema <version>', 'schema to hold files against').choices(['v1']).helpGroup('Schema:'));
  addOutputFlag(addFormatFlag(command, FORMATS));
  describe(addEngineFlags(command), {
    no: 'something is not met or unknown, or a file does not fit its schema',
    examples: [
      {
        line: 'cnsctl validate --recipe eks-h100-training --snapshot snapshot.yaml',
        about: 'clusters/eks-h100-training.yaml against what runs',
      },
      {
        line: 'cnsctl validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot gpu-1.yaml --format junit -o report.xml',
        about: 'one snapshot of the cluster and one of a node, for a CI system',
      },
      { line: 'cnsctl validate snapshot.yaml --schema v1', about: 'whether a file is well formed' },
    ],
  });
  command.action(async (files: readonly string[], flags: ValidateFlags) => {
    if (flags.schema !== undefined) {
      refuse(flags, ['recipe', 'snapshot', 'allowUnknown', 'all'], '--schema holds files against their schema only');
      const { validateFile } = await import('./validate-file.ts');
      return validateFile(shell, files, { ...flags, schema: flags.schema });
    }
    await validateRecipe(shell, files, flags);
  });
}

const option = (flags: string, about: string): Option => new Option(flags, about).helpGroup('Recipe:');

async function validateRecipe(shell: Shell, files: readonly string[], flags: ValidateFlags): Promise<void> {
  const { recipe, snapshot: names = [], allowGeneric } = flags;
  if (files.length > 0)
    throw usage(
      `what is ${JSON.stringify(files[0])} to be held against?`,
      'add --schema v1, or name it with --snapshot',
    );
  if (recipe === undefined || names.length === 0)
    throw usage(
      `${recipe === undefined ? '--recipe' : '--snapshot'} is missing`,
      'give --recipe and --snapshot, or files and --schema v1',
    );
  const [{ countsOf }, { clusterFiles, readCluster }, { readLarge }, { validateSnapshot }, { REPORT_FORMATS }] =
    await Promise.all([
      import('../contract/report.ts'),
      import('../ops/cluster-files.ts'),
      import('../ops/read-large.ts'),
      import('../ops/validate-snapshot.ts'),
      import('../report/validation/formats.ts'),
    ]);
  const io = await shell.io();
  const { defaults } = await shell.config();
  const [file = recipe] = clusterFiles(io, [recipe], defaults.clusters);
  const document = readCluster(io, file);
  const report = validateSnapshot(await shell.engine(flags, document), io, {
    recipe: document,
    snapshots: [...new Set(names)].map((name) => readLarge(io, name)),
    ...(allowGeneric ? { allowGeneric } : {}),
  });
  const { 'not-met': broken, unknown } = report.counts;
  const items = report.items.filter(({ outcome }) => flags.all || outcome !== 'not-applicable');
  const shown = { ...report, items, counts: countsOf(items) };
  // Written first: whoever reads the status finds the report, whatever it says.
  await emit(shell, (REPORT_FORMATS[flags.format ?? 'table'] ?? REPORT_FORMATS.table)?.(shown) ?? '', flags);
  if (broken > 0 || (unknown > 0 && !flags.allowUnknown)) shell.exit = 1;
}

const usage = (message: string, hint: string): CnsError => new CnsError({ code: 'USAGE', message, hint });

function refuse(flags: ValidateFlags, names: readonly (keyof ValidateFlags)[], why: string): void {
  const given = names.filter((name) => flags[name] !== undefined);
  if (given.length === 0) return;
  const words = given.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  throw usage(`${words.join(', ')} cannot be given beside --schema: ${why}`, 'run the two one after the other');
}
