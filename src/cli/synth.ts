import { type Command, Option } from 'commander';
import type { MakeOptions, SynthMode } from '../ops/cluster-maker.ts';
import { pick } from '../plain.ts';
import { wholeNumber } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit, emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { progressOn } from './progress.ts';
import type { EngineFlags, Shell } from './shell.ts';
import { isStale, synthText } from './synth-text.ts';
import { treeCache } from './tree-cache.ts';

interface Flags extends OutputFlags, EngineFlags {
  readonly outputDir?: string;
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly force?: boolean;
  readonly set?: readonly string[];
  readonly allowGeneric?: boolean;
  readonly threads?: number;
}

/** `cnsctl synth`: cluster files in, trees out. */
export function addSynthCommand(program: Command, shell: Shell): void {
  const command = program
    .command('synth')
    .summary('make the trees of clusters')
    .description(
      'Make the tree of every cluster file: what Argo CD, Flux or Helm applies. Only what changed is written, and nothing when a cluster cannot be made.',
    )
    .argument('[clusters...]', 'cluster names or files (default: every file in clusters/)')
    .option('--output-dir <folder>', 'where trees lie, one folder a cluster (default: dist)')
    .addOption(new Option('--check', 'write nothing; list what is stale').conflicts('force'))
    .addOption(new Option('--diff', 'write nothing; show what would change, line by line').conflicts('force'))
    .option('--force', 'overwrite generated files that were edited by hand')
    .option(
      '--threads <count>',
      'threads to make clusters in (default: one, and one a core up to 4 for hundreds of clusters)',
      wholeNumber,
    );
  addOutputFlag(addFormatFlag(addSetFlag(command), ['text', 'yaml', 'json']));
  describe(addEngineFlags(command), {
    no: 'with --check or --diff: a tree is stale',
    examples: [
      { line: 'cnsctl synth', about: 'all clusters, into dist/' },
      { line: 'cnsctl synth eks-h100-training --diff', about: 'what a change of recipe or file would do' },
      { line: 'cnsctl synth --check', about: 'in CI: fail when dist/ is stale' },
    ],
  });
  command.action(async (names: readonly string[], flags: Flags) => {
    const [{ clusterFiles }, { synthClusters }, { parseSet }, { makersFor }] = await Promise.all([
      import('../ops/cluster-files.ts'),
      import('../ops/synth-clusters.ts'),
      import('../ops/set-values.ts'),
      import('./makers.ts'),
    ]);
    const io = await shell.io();
    const { defaults } = await shell.config();
    const root = flags.outputDir ?? defaults.outputDir ?? 'dist';
    const files = clusterFiles(io, names, defaults.clusters);
    const mode: SynthMode = flags.diff ? 'diff' : flags.check ? 'check' : 'write';
    const progress = progressOn(shell.streams);
    const set = flags.set === undefined ? undefined : parseSet(io, flags.set);
    const cache = await treeCache(shell, flags);
    const options: MakeOptions = {
      root,
      mode,
      ...(set ? { set } : {}),
      ...pick(flags, ['force', 'allowGeneric', 'allowPlugins', 'recipes']),
    };
    try {
      const result = await synthClusters(
        {
          io,
          files,
          ...options,
          maker: (jobs) => makersFor(shell, options, jobs, { threads: flags.threads, ...(cache ? { cache } : {}) }),
          onProgress: progress.show,
          ...(cache ? { cache } : {}),
        },
        names.length === 0,
      );
      progress.clear();
      if (mode !== 'write' && isStale(result)) shell.exit = 1;
      if (flags.format === 'json' || flags.format === 'yaml')
        await emitData(shell, { root, ...result }, flags, () => '');
      else await emit(shell, synthText({ result, root, mode, name: shell.name }), flags);
    } finally {
      progress.clear();
    }
  });
}
