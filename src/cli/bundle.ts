import { basename, dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { CnsError } from '../errors.ts';
import { parsePath, valueAt } from '../path.ts';
import { describe } from './describe.ts';
import { emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addSetFlag, collectList, type OutputFlags } from './flags.ts';
import { addGitFlags, GIT_PATHS, type GitFlags, gitOf } from './git-flags.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

interface Flags extends SourceFlags, GitFlags, OutputFlags {
  readonly recipe: string;
  readonly output: string;
  readonly components?: readonly string[];
  readonly withDeps?: boolean;
  readonly force?: boolean;
}

/** `cnsctl bundle`: one recipe, one deployer, one folder. */
export function addBundleCommand(program: Command, shell: Shell): void {
  const command = program
    .command('bundle')
    .summary('make the tree of one recipe')
    .description(
      'Make the tree of a recipe for one deployer, of all its components or of some. argocd and flux read the tree from Git: they need --repo, --revision and --path, unless the file names them.',
    )
    .requiredOption(
      '--recipe <file>',
      'a file that `recipe` printed, a cluster file or name; - reads the standard input',
    )
    .requiredOption('-o, --output <folder>', 'folder of the tree');
  addSetFlag(addGitFlags(command))
    .addOption(new Option('--components <names>', 'only these, with commas between').argParser(collectList))
    .option('--with-deps', 'and what they need')
    .option('--force', 'overwrite generated files that were edited by hand');
  addFormatFlag(command, ['text', 'yaml', 'json']);
  describe(addEngineFlags(command), {
    examples: [
      {
        line: 'cnsctl bundle --recipe recipe.yaml --deployer helm --output bundle',
        about: 'values files and an install script',
      },
      {
        line: 'cnsctl bundle --recipe eks-h100-training --components kube-prometheus-stack --with-deps --output part',
        about: 'one component and what it needs',
      },
      {
        line: 'cnsctl recipe --service eks --gpu h100 --os ubuntu --intent training | cnsctl bundle --recipe - --deployer flux --repo https://github.com/example/gitops.git --revision main --path bundle --output bundle',
        about: 'in one go',
      },
    ],
  });
  command.action(async (flags: Flags) => {
    const { engine, input } = await sourceOf(shell, flags.recipe, { ...flags, ...NO_CRITERIA });
    const { bundle } = await import('../ops/bundle.ts');
    shell.flags = new Map([...shell.flags, ...gitPaths(flags, input.document.value)]);
    const tree = bundle(engine, {
      ...input,
      gitops: gitOf(flags, await shell.config()),
      ...(flags.components ? { components: flags.components } : {}),
      withDeps: flags.withDeps ?? false,
    });
    const io = await shell.io();
    const written = io.writeTree({ ...placeOf(shell, flags.output), files: tree.files, force: flags.force ?? false });
    const components = tree.bundle.units.map(({ component }) => component);
    const data = {
      name: tree.name,
      deployer: tree.deployer.name,
      output: flags.output,
      components,
      files: tree.files.size,
      ...written,
    };
    await emitData(shell, data, { format: flags.format }, () =>
      [
        `${tree.name} for ${tree.deployer.title}: ${components.length} ${components.length === 1 ? 'component' : 'components'}, ${tree.files.size} files in ${flags.output} (${written.written.length} written, ${written.removed.length} removed).\n`,
        `Next: read ${flags.output}/README.md ("Hand it over").\n`,
      ].join(''),
    );
  });
}

/** `--recipe` and criteria never meet here, and `--path` is Git's. */
const NO_CRITERIA = { criteria: undefined, output: undefined } as const;

/** Paths that a flag gave, or that neither a flag nor the file gave: then the flag is what to give. */
function gitPaths(flags: GitFlags, document: unknown): (readonly [string, string])[] {
  return [...GIT_PATHS].filter(([path, flag]) => {
    const given = flags[flag.slice(2) as keyof GitFlags] !== undefined;
    return path !== 'name' && (given || valueAt(document, parsePath(path) ?? []) === undefined);
  });
}

function placeOf({ streams: { cwd } }: Shell, output: string): { readonly root: string; readonly name: string } {
  const dir = resolve(cwd, output);
  if (dirname(dir) === dir)
    throw new CnsError({
      code: 'PATH_REFUSED',
      path: output,
      message: `${output} is the root of the file system`,
      hint: 'name a folder of its own',
    });
  return { root: dirname(dir), name: basename(dir) };
}
