import { type Command, Option } from 'commander';
import type { Severity } from '../diff/difference.ts';
import type { DriftOptions } from '../diff/drift.ts';
import type { DriftReport, FleetReport } from '../diff/report.ts';
import { CnsError } from '../errors.ts';
import { describe } from './describe.ts';
import { emit } from './emit.ts';
import { addFormatFlag, addOutputFlag, collect, type OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';
import { hasColours } from './streams.ts';

/** Written out here, so that help needs no code of the differences; a test holds them against the real list. */
export const FAIL_ON: readonly Severity[] = ['critical', 'warning', 'info'];

interface DiffFlags extends OutputFlags {
  readonly ignore?: readonly string[];
  readonly ignoreFile?: string;
  readonly defaultIgnores: boolean;
  readonly failOn: Severity;
  readonly baselineDir?: string;
}

/** `cnsctl diff`: what changed between what was and what is. */
export function addDiffCommand(program: Command, shell: Shell): void {
  const command = program
    .command('diff')
    .summary('say how B differs from A')
    .description(
      'Hold B against A and say what differs, the most severe first. A is what is known good, B what is there now. Both are snapshots, cluster files, resolved recipes, folders of manifests, or any two YAML or JSON documents; or A is a resolved recipe and B a snapshot. With --baseline-dir, everything in a folder is held against A.',
    )
    .argument('<a>', 'what is known good: a file, a folder, or - for the standard input')
    .argument('[b]', 'what is there now: the same; left out with --baseline-dir')
    .option('--baseline-dir <folder>', 'hold every file in this folder against A (every folder, where A is one)');
  const group = (option: Option): Option => option.helpGroup('Differences:');
  command
    .addOption(
      group(new Option('--ignore <pattern>', 'leave out a path and what is below; may be repeated').argParser(collect)),
    )
    .addOption(group(new Option('--ignore-file <file>', 'leave out what the rules of this file name')))
    .addOption(group(new Option('--no-default-ignores', 'show times and ids, too')))
    .addOption(
      group(
        new Option('--fail-on <severity>', 'exit 1 only for differences of this severity or above')
          .choices(FAIL_ON)
          .default('info', 'info: any'),
      ),
    );
  addOutputFlag(addFormatFlag(command, ['human', 'table', 'patch', 'json', 'markdown']));
  describe(command, {
    no: 'there are differences (of the severity of --fail-on or above)',
    examples: [
      { line: 'cnsctl diff monday.yaml today.yaml', about: 'what changed on a node or cluster between two snapshots' },
      { line: 'cnsctl snapshot --format json | cnsctl diff baseline.yaml -', about: 'what changed until now' },
      {
        line: 'cnsctl diff dist/eks-h100-training ../main/dist/eks-h100-training',
        about: 'two trees, object by object',
      },
      { line: 'cnsctl diff baseline.yaml --baseline-dir clusters-now', about: 'many clusters against one' },
      {
        line: "cnsctl diff monday.yaml today.yaml --ignore 'measurements.k8s.workloads.*.ready' --fail-on critical",
        about: 'only what matters tonight',
      },
      {
        line: 'cnsctl diff a.json b.json --format patch --output patch.json',
        about: 'an RFC 6902 patch: of A it makes B',
      },
    ],
  });
  command.action(async (a: string, b: string | undefined, flags: DiffFlags) => {
    requireSides(b, flags);
    const options = await optionsOf(shell, flags);
    if (b === undefined) await many(shell, a, flags.baselineDir ?? '', { flags, options });
    else await two(shell, a, b, { flags, options });
  });
}

function requireSides(b: string | undefined, { baselineDir, format }: DiffFlags): void {
  const refuse = (message: string, hint: string): never => {
    throw new CnsError({ code: 'USAGE', message, hint });
  };
  if (b === undefined && baselineDir === undefined)
    refuse('there is nothing to hold against A', 'name B, or a folder with --baseline-dir');
  if (b !== undefined && baselineDir !== undefined)
    refuse('both B and --baseline-dir are given', 'the folder takes the place of B: leave one out');
  if (b === undefined && format === 'patch')
    refuse('a JSON Patch is of two documents, and --baseline-dir names many', 'give two files, or another --format');
}

async function optionsOf(shell: Shell, flags: DiffFlags): Promise<DriftOptions> {
  const { ignore = [], ignoreFile, defaultIgnores: defaults } = flags;
  if (ignore.length === 0 && ignoreFile === undefined) return { ignores: [], defaults };
  const { flagIgnores, readIgnoreFile } = await import('../ops/diff-ignores.ts');
  const rows = ignoreFile === undefined ? [] : readIgnoreFile(await shell.io(), ignoreFile);
  return { ignores: [...rows, ...flagIgnores(ignore)], defaults };
}

interface How {
  readonly flags: DiffFlags;
  readonly options: DriftOptions;
}

async function two(shell: Shell, a: string, b: string, { flags, options }: How): Promise<void> {
  const [{ diff, diffPatch }, { hasDrifted }] = await Promise.all([
    import('../ops/diff.ts'),
    import('../diff/report.ts'),
  ]);
  const io = await shell.io();
  if (flags.format === 'patch') {
    const { patchText } = await import('../report/diff/patch.ts');
    const { report, patch } = diffPatch(io, a, b, options);
    if (hasDrifted(report, flags.failOn)) shell.exit = 1;
    tellUnused(shell, [report]);
    return emit(shell, patchText(patch), flags);
  }
  const report = diff(io, a, b, options);
  if (hasDrifted(report, flags.failOn)) shell.exit = 1;
  tellUnused(shell, [report]);
  await emit(shell, await textOf(shell, report, flags), flags);
}

async function textOf({ streams }: Shell, report: DriftReport, { format, output }: DiffFlags): Promise<string> {
  if (format === 'json') {
    const { driftData } = await import('../report/diff/json.ts');
    return `${JSON.stringify(driftData(report), null, 2)}\n`;
  }
  if (format === 'table') return (await import('../report/diff/table.ts')).tableDrift(report);
  if (format === 'markdown') return (await import('../report/diff/markdown.ts')).markdownDrift(report);
  const { humanDrift } = await import('../report/diff/human.ts');
  const toTerminal = output === undefined || output === '-';
  return humanDrift(report, { colours: toTerminal && hasColours(streams.stdout, streams.env) });
}

async function many(shell: Shell, a: string, folder: string, { flags, options }: How): Promise<void> {
  const [{ diffMany }, { hasDrifted }] = await Promise.all([import('../ops/diff.ts'), import('../diff/report.ts')]);
  const fleet = diffMany(await shell.io(), a, folder, options);
  if (fleet.clusters.some((one) => hasDrifted(one, flags.failOn))) shell.exit = 1;
  tellUnused(shell, fleet.clusters);
  await emit(shell, await fleetTextOf(fleet, flags), flags);
}

async function fleetTextOf(fleet: FleetReport, { format }: DiffFlags): Promise<string> {
  if (format === 'json') {
    const { fleetData } = await import('../report/diff/json.ts');
    return `${JSON.stringify(fleetData(fleet), null, 2)}\n`;
  }
  if (format === 'markdown') return (await import('../report/diff/markdown.ts')).markdownFleet(fleet);
  return (await import('../report/diff/fleet.ts')).fleetText(fleet);
}

/** A rule that names nothing may be a typo, or the reason for it is gone. With many, it must be met once. */
function tellUnused({ streams: { stderr } }: Shell, reports: readonly DriftReport[]): void {
  const [first, ...others] = reports;
  for (const rule of first?.unused ?? [])
    if (others.every(({ unused }) => unused.includes(rule)))
      stderr.write(`${rule.from}: the rule ${JSON.stringify(rule.path)} names nothing in these documents\n`);
}
