import { CnsError } from '../errors.ts';
import type { Engine } from '../ops/engine.ts';
import type { RecipeInput } from '../ops/resolve-recipe.ts';
import { type CriteriaFlags, criteriaOf, flagOfPath, givenFlags } from './criteria-flags.ts';
import type { EngineFlags, Shell } from './shell.ts';

export interface SourceFlags extends EngineFlags, CriteriaFlags {
  /** A criteria file. */
  readonly criteria?: string;
  /** A file that `snapshot` wrote. */
  readonly snapshot?: string;
  readonly set?: readonly string[];
  readonly allowGeneric?: boolean;
}

/**
 * What a command is about: a cluster file, a file that `recipe` printed, flags with a criteria file behind them, or a snapshot.
 *
 * @throws CnsError `USAGE` when two of them are given
 */
export async function sourceOf(
  shell: Shell,
  cluster: string | undefined,
  flags: SourceFlags,
): Promise<{ readonly engine: Engine; readonly input: RecipeInput }> {
  if (flags.snapshot !== undefined) return fromSnapshot(shell, cluster, flags.snapshot, flags);
  const input = cluster === undefined ? await fromFlags(shell, flags) : await fromFile(shell, cluster, flags);
  const engine = await shell.engine(flags, input.document);
  return { engine, input: { ...input, ...(await extras(shell, input, flags)) } };
}

async function fromFlags(shell: Shell, flags: SourceFlags): Promise<RecipeInput> {
  const { clusterFromRequest } = await import('../ops/recipe-request.ts');
  const io = await shell.io();
  const { request, givenBy } = criteriaOf(flags, await shell.config(), shell.configFile);
  const file = flags.criteria === undefined ? undefined : io.parseYaml(io.readText(flags.criteria), flags.criteria);
  // Without a file every path is a flag's, also one that nobody gave: then the flag is what to give.
  shell.flags = file === undefined ? new Map([...flagOfPath, ...givenBy]) : givenBy;
  return { document: clusterFromRequest(request, file) };
}

/** What was found, and by what, goes to the standard error: the recipe alone is printed. */
async function fromSnapshot(
  shell: Shell,
  cluster: string | undefined,
  file: string,
  flags: SourceFlags,
): Promise<{ readonly engine: Engine; readonly input: RecipeInput }> {
  const besides = cluster ?? flags.criteria;
  if (besides !== undefined)
    throw new CnsError({
      code: 'USAGE',
      message: `--snapshot cannot be given beside ${JSON.stringify(besides)}: both say what the recipe is for`,
      hint: 'leave one of them out; flags win over what a snapshot shows',
    });
  const [{ recipeFromSnapshot }, { readLarge }, { foundText }, { EMPTY_CONFIG }] = await Promise.all([
    import('../ops/recipe-from-snapshot.ts'),
    import('../ops/read-large.ts'),
    import('../report/found.ts'),
    import('../ops/config.ts'),
  ]);
  const io = await shell.io();
  const engine = await shell.engine(flags);
  const given = criteriaOf(flags, EMPTY_CONFIG, shell.configFile);
  const config = criteriaOf({}, await shell.config(), shell.configFile);
  const more = await extras(shell, {}, flags);
  shell.flags = new Map([...flagOfPath, ...config.givenBy, ...given.givenBy]);
  const { document, findings } = recipeFromSnapshot(engine, readLarge(io, file), {
    request: given.request,
    defaults: config.request,
    extras: more,
  });
  const found = findings.flatMap(({ path, state }) => (state === 'found' ? [[path, file] as const] : []));
  shell.flags = new Map([...shell.flags, ...found]);
  shell.streams.stderr.write(foundText(findings, file, shell.flags));
  return { engine, input: { document, ...more } };
}

async function fromFile(shell: Shell, cluster: string, flags: SourceFlags): Promise<RecipeInput> {
  const given = [...givenFlags(flags), ...(flags.criteria === undefined ? [] : ['--criteria'])];
  if (given.length > 0)
    throw new CnsError({
      code: 'USAGE',
      message: `${given.join(', ')} cannot be given beside the cluster ${JSON.stringify(cluster)}: its file says what they say`,
      hint: 'change the cluster file, or leave the cluster out',
    });
  const [{ clusterFiles, readCluster }, { checkRecipeFile, recipeInput }] = await Promise.all([
    import('../ops/cluster-files.ts'),
    import('../ops/recipe-document.ts'),
  ]);
  const io = await shell.io();
  const { defaults } = await shell.config();
  const [file = cluster] = clusterFiles(io, [cluster], defaults.clusters);
  const document = readCluster(io, file);
  const input = recipeInput(document);
  checkRecipeFile(await shell.engine(flags, input.document), io, document);
  return input;
}

/** Flags come after what a printed recipe was asked with. */
async function extras(
  shell: Shell,
  input: Pick<RecipeInput, 'set'>,
  { set = [], allowGeneric }: SourceFlags,
): Promise<Pick<RecipeInput, 'set' | 'allowGeneric'>> {
  const generic = allowGeneric ? { allowGeneric } : {};
  if (set.length === 0) return generic;
  const { mergeSets, parseSet } = await import('../ops/set-values.ts');
  return { ...generic, set: mergeSets(input.set ?? {}, parseSet(await shell.io(), set)) };
}
