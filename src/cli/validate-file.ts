import { CnsError, ERROR_CODES } from '../errors.ts';
import type { FileVerdict, SchemaVerdict } from '../report/schema/verdict.ts';
import { emit } from './emit.ts';
import type { OutputFlags } from './flags.ts';
import type { Shell } from './shell.ts';

/** Of `validate FILE... --schema`; the first is the default. */
const SCHEMA_FORMATS = ['table', 'json', 'sarif'];

export interface SchemaFlags extends OutputFlags {
  /** Name of a set of schemas that this version has, e.g. `v1`. */
  readonly schema: string;
}

/**
 * `cnsctl validate FILE... --schema v1`: every document of every file against the schema of its kind. `-` is the standard input. The
 * report is the answer: it goes where `--output` says, whatever it finds.
 *
 * Status: 0 all are valid, 1 one is not, 2 and above one could not be read or is of a kind that nobody knows.
 *
 * @throws CnsError `USAGE` for a set of schemas or a format that there is not
 */
export async function validateFile(shell: Shell, files: readonly string[], flags: SchemaFlags): Promise<void> {
  refuseFormat(flags.format);
  const [{ checkFiles, schemaSet }, { readDocuments }, { builtInUpstream }, { SNAPSHOT_BYTES }] = await Promise.all([
    import('../ops/check-files.ts'),
    import('../io/read-documents.ts'),
    import('../io/built-in.ts'),
    import('../ops/ports.ts'),
  ]);
  const io = await shell.io();
  const documents = (file: string) =>
    readDocuments(io.readText(file, { maxBytes: SNAPSHOT_BYTES }), file === '-' ? 'standard input' : file);
  const verdict = checkFiles({ documents }, builtInUpstream(), files, schemaSet(flags.schema));
  shell.exit = statusOf(verdict.files);
  await emit(shell, await printed(verdict, flags.format), flags);
}

function refuseFormat(format = 'table'): void {
  if (SCHEMA_FORMATS.includes(format)) return;
  throw new CnsError({
    code: 'USAGE',
    message: `no ${format} is made of files and their schema; allowed: ${SCHEMA_FORMATS.join(', ')}`,
    hint: 'leave it out, or take sarif for code scanning',
    source: { file: '--format', line: 1, column: 1 },
  });
}

function statusOf(files: readonly FileVerdict[]): number {
  const statuses = files.map(({ state, problems }) => {
    if (state === 'valid') return 0;
    return state === 'invalid' ? 1 : Math.max(...problems.map(({ code }) => ERROR_CODES[code].exit));
  });
  return Math.max(0, ...statuses);
}

async function printed(verdict: SchemaVerdict, format: string | undefined): Promise<string> {
  if (format === 'json') return `${JSON.stringify(verdict, null, 2)}\n`;
  if (format === 'sarif') {
    const { schemaSarif } = await import('../report/schema/sarif.ts');
    return `${JSON.stringify(schemaSarif(verdict), null, 2)}\n`;
  }
  const { schemaText } = await import('../report/schema/text.ts');
  return schemaText(verdict);
}
