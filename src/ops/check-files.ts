import { CnsError, type Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { FileVerdict, SchemaVerdict } from '../report/schema/verdict.ts';
import type { Upstream } from '../synth/upstream.ts';
import { checkDocument, type DocumentToCheck } from './check-document.ts';
import { SCHEMA_KINDS, SCHEMA_SETS, type SchemaSet } from './schemas.ts';

/** What a check of files reads them with. */
export interface FileReader {
  /** All documents of a file; `-` is the standard input. @throws CnsError when it cannot be read */
  documents(file: string): readonly DocumentToCheck[];
}

/**
 * The set of schemas of a name.
 *
 * @throws CnsError `USAGE` with the names that there are
 */
export function schemaSet(name: string): SchemaSet {
  const found = SCHEMA_SETS.find((one) => one === name);
  if (found !== undefined) return found;
  throw new CnsError({
    code: 'USAGE',
    message: `--schema names a set of schemas that this version does not have: ${JSON.stringify(name)}; allowed: ${SCHEMA_SETS.join(', ')}`,
    hint: didYouMean(name, SCHEMA_SETS) ?? `write --schema ${SCHEMA_SETS.at(-1)}`,
  });
}

/** Holds every document of every file against its schema. A file that cannot be read does not keep the others from being checked. */
export function checkFiles(
  reader: FileReader,
  upstream: Upstream,
  files: readonly string[],
  schema: SchemaSet,
): SchemaVerdict {
  return { schema, files: files.map((file) => checkFile(reader, upstream, file)) };
}

function checkFile(reader: FileReader, upstream: Upstream, file: string): FileVerdict {
  const name = file === '-' ? 'standard input' : file;
  let documents: readonly DocumentToCheck[];
  try {
    documents = reader.documents(file);
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    return { file: name, state: 'unreadable', documents: [], problems: error.problems, more: 0 };
  }
  const checks = documents.map((document) => checkDocument(document, upstream));
  const kinds = checks.flatMap(({ document }) => document ?? []);
  const problems = [...checks.flatMap(({ problems: found }) => found), ...notAlone(documents, kinds)];
  const more = checks.reduce((sum, check) => sum + check.more, 0);
  return { file: name, state: stateOf(problems), documents: kinds, problems, more };
}

function stateOf(problems: readonly Problem[]): FileVerdict['state'] {
  if (problems.length === 0) return 'valid';
  return problems.some(({ code }) => code === 'VERSION_UNKNOWN') ? 'unknown' : 'invalid';
}

/** Everything that reads a document of ours reads one from a file. */
function notAlone(documents: readonly DocumentToCheck[], kinds: FileVerdict['documents']): readonly Problem[] {
  const ours = kinds.find(({ kind }) => SCHEMA_KINDS.some((one) => one === kind));
  const second = documents[1];
  if (ours === undefined || second === undefined) return [];
  const hint = 'put each document into a file of its own';
  const message = `a second document begins, and a file with a ${ours.kind} holds nothing else`;
  return [{ code: 'DOCUMENT_INVALID', message, hint, source: second.locate([]) }];
}
