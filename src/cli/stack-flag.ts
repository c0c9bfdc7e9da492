import { Option } from 'commander';
import type { RecipeInput } from '../ops/resolve-recipe.ts';
import type { AccountInput } from '../ops/stack-file.ts';
import { isPlainMap } from '../plain.ts';
import type { Shell } from './shell.ts';

export interface StackFlags {
  /** File of a Pulumi stack. */
  readonly stack?: string;
}

export const stackOption = (): Option =>
  new Option(
    '--stack <file>',
    'Pulumi stack file with the facts of the account (default: Pulumi.<cluster>.yaml, where it exists)',
  );

/**
 * What the stack of a cluster says of its account: the file of `--stack`, or `Pulumi.<cluster>.yaml` where there is one.
 *
 * @throws CnsError when the file cannot be read or says nothing of an account
 */
export async function stackOf(
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
