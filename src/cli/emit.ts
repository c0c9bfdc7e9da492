import type { OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** Prints an answer, or writes it to the file of `--output`: at once or not at all. */
export async function emit(shell: Shell, text: string, { output }: OutputFlags): Promise<void> {
  if (output === undefined || output === '-') shell.out(text);
  else (await shell.io()).writeFile(output, text, { replace: true });
}

/** Prints data as YAML or JSON, or as the table that the command knows to make of it. */
export async function emitData(
  shell: Shell,
  data: unknown,
  flags: OutputFlags,
  table: () => Promise<string> | string,
): Promise<void> {
  if (flags.format === 'json' || flags.format === 'yaml') {
    const { formatData } = await import('../ops/format-data.ts');
    await emit(shell, formatData(data, flags.format), flags);
  } else await emit(shell, await table(), flags);
}
