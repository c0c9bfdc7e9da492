import type { Invocation, Log, PhysicalLocation, Result } from 'sarif';
import { ERROR_CODES, type ErrorCode, type Problem } from '../../errors.ts';
import { compareText } from '../../plain.ts';
import type { SchemaVerdict } from './verdict.ts';

/**
 * A verdict as SARIF 2.1.0, which code hosts show beside the line.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function schemaSarif({ files }: SchemaVerdict): Log {
  const results = files.flatMap(({ file, problems }) => problems.map((problem) => resultOf(problem, file)));
  const codes = [...new Set(files.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort(compareText);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cnsctl', rules: codes.map(ruleOf) } },
        // Columns are counted as editors of JavaScript's kind count them.
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ file }) => ({ location: { uri: uriOf(file) } })),
        invocations: [invocationOf(files)],
        results,
      },
    ],
  };
}

/** What is left out is said, so that nobody takes the list for all. */
function invocationOf(files: SchemaVerdict['files']): Invocation {
  const cut = files.filter(({ more }) => more > 0);
  return {
    executionSuccessful: files.every(({ state }) => state === 'valid' || state === 'invalid'),
    ...(cut.length > 0
      ? {
          toolExecutionNotifications: cut.map(({ file, more }) => ({
            level: 'warning' as const,
            message: { text: `${file}: ${more} more problems, not listed` },
          })),
        }
      : {}),
  };
}

const ruleOf = (code: ErrorCode) => ({ id: code, shortDescription: { text: ERROR_CODES[code].meaning } });

function resultOf({ code, message, hint, path, source }: Problem, file: string): Result {
  const physicalLocation: PhysicalLocation = {
    artifactLocation: { uri: uriOf(file) },
    ...(source ? { region: { startLine: source.line, startColumn: source.column } } : {}),
  };
  return {
    ruleId: code,
    level: 'error',
    message: { text: `${path ? `${path}: ` : ''}${message}${hint ? ` (${hint})` : ''}` },
    locations: [
      { physicalLocation, ...(path ? { logicalLocations: [{ fullyQualifiedName: path, kind: 'member' }] } : {}) },
    ],
  };
}

/** A relative reference, or the address of an absolute path. A colon before the first slash would be taken for a scheme. */
function uriOf(file: string): string {
  const uri = file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
  return uri.startsWith('/') ? `file://${uri}` : uri;
}
