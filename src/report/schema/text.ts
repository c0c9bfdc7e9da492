import { formatProblem } from '../../errors.ts';
import { compareText } from '../../plain.ts';
import type { FileVerdict, SchemaVerdict } from './verdict.ts';

/** Problems of one file that are shown to a person; a program is given all. */
const SHOWN = 50;

/** A verdict for people: a line for each file that is valid, and everything that is wrong with the others. */
export const schemaText = ({ schema, files }: SchemaVerdict): string =>
  files.map((file) => (file.state === 'valid' ? validLine(file, schema) : faulty(file, schema))).join('');

const validLine = ({ file, documents }: FileVerdict, schema: string): string =>
  `${file}: valid: ${kindsOf(documents)}, schema ${schema}\n`;

/** `Cluster cns.dev/v1alpha1`; of several documents each kind once, with its number. */
function kindsOf(documents: FileVerdict['documents']): string {
  const counts = new Map<string, number>();
  for (const { kind, apiVersion } of documents) {
    const name = `${kind} ${apiVersion}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, count]) => (count === 1 ? name : `${count} × ${name}`))
    .join(', ');
}

const SAID = { invalid: 'invalid', unknown: 'not checked', unreadable: 'not readable', valid: 'valid' } as const;

function faulty({ file, state, problems, more }: FileVerdict, schema: string): string {
  const shown = problems.slice(0, SHOWN);
  const left = problems.length - shown.length + more;
  const count = problems.length + more;
  return [
    ...shown.map((problem) => `${formatProblem(problem)}\n`),
    ...(left > 0
      ? [`${file}: ${left} more, not shown; --format json shows ${more > 0 ? 'more' : 'all'} of them\n`]
      : []),
    `${file}: ${SAID[state]}: ${count} ${count === 1 ? 'problem' : 'problems'}, schema ${schema}\n`,
  ].join('');
}
