import { type Command, Option } from 'commander';
import { CnsError } from '../errors.ts';
import type { RecipeInput } from '../ops/resolve-recipe.ts';
import type { AccountInput } from '../ops/stack-file.ts';
import { isPlainMap } from '../plain.ts';
import { addCriteriaFlags } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { emit, emitData } from './emit.ts';
import { addEngineFlags, addFormatFlag, addOutputFlag, addSetFlag, type OutputFlags } from './flags.ts';
import { criteriaOption } from './recipe.ts';
import { type SourceFlags, sourceOf } from './recipe-source.ts';
import type { Shell } from './shell.ts';

/** `cnsctl infra`: the nodes that a cluster file asks for. */
export function addInfraCommand(program: Command, shell: Shell): void {
  const infra = program
    .command('infra')
    .summary('what the nodes of a cluster must be')
    .description('The other half of a cluster file: the nodes that its tree expects.');
  const plan = infra
    .command('plan')
    .summary('print what the nodes must be and what would be made')
    .description(
      'Print what the GPU and system nodes of a cluster file must be, and on a cloud what `pulumi up` would make for them: resources, sizes, first-boot files, where each setting goes, quotas. Needs no credentials and no Pulumi, and makes nothing.',
    )
    .argument('[cluster]', 'cluster name, cluster file, or a file that `recipe` printed');
  addCriteriaFlags(plan).addOption(criteriaOption());
  addOutputFlag(addFormatFlag(addSetFlag(plan), ['text', 'yaml', 'json', 'mermaid'])).addOption(stackOption());
  describe(addEngineFlags(plan), {
    examples: [
      { line: 'cnsctl infra plan onprem-h200-inference', about: 'what your own machines must bring' },
      { line: 'cnsctl infra plan eks-h100-training', about: 'what `pulumi up` would make' },
      { line: 'cnsctl infra plan eks-h100-training --format mermaid', about: 'a diagram of it' },
    ],
  });
  describe(infra, {
    examples: [
      { line: 'cnsctl infra plan eks-h100-training', about: 'what the nodes of a cluster must be' },
      { line: 'cnsctl infra plan onprem-h200-inference --format json', about: 'the same for a program' },
    ],
  });
  plan.action(async (cluster: string | undefined, flags: SourceFlags & OutputFlags & StackFlags) => {
    const { engine, input } = await sourceOf(shell, cluster, flags);
    const { compileInfra } = await import('../ops/compile-infra.ts');
    const stack = await stackOf(shell, input, flags);
    const { plan: pools, compiled } = compileInfra(engine, input, stack?.account);
    if (flags.format === 'mermaid') {
      const { infraDiagram } = await import('../report/infra-diagram.ts');
      await emit(shell, compiled ? infraDiagram(compiled) : noDiagram(pools.service), flags);
      return;
    }
    await emitData(shell, { ...pools, ...(compiled ? { cloud: compiled } : {}) }, flags, async () => {
      const { infraText } = await import('../report/infra.ts');
      return infraText(pools, compiled, stack?.file ?? 'not given, so names in angle brackets stand for what it knows');
    });
  });
}

const stackOption = (): Option =>
  new Option(
    '--stack <file>',
    'Pulumi stack file with the facts of the account (default: Pulumi.<cluster>.yaml, where it exists)',
  );

interface StackFlags {
  /** File of a Pulumi stack. */
  readonly stack?: string;
}

/** What the stack of a cluster says of its account: the file of `--stack`, or `Pulumi.<cluster>.yaml` where there is one. */
async function stackOf(
  shell: Shell,
  { document }: RecipeInput,
  { stack }: StackFlags,
): Promise<{ readonly file: string; readonly account: AccountInput } | undefined> {
  const [{ accountOfStack }, io] = await Promise.all([import('../ops/stack-file.ts'), shell.io()]);
  const name = isPlainMap(document.value) ? document.value.name : undefined;
  const file = stack ?? `Pulumi.${String(name)}.yaml`;
  if (stack === undefined && !io.isFile(file)) return undefined;
  return { file, account: accountOfStack(io.parseYaml(io.readText(file), file)) };
}

function noDiagram(service: string): never {
  throw new CnsError({
    code: 'USAGE',
    message: `there is nothing to draw: nobody makes nodes for ${service}`,
    hint: 'leave --format out for what the nodes must be',
  });
}
