import type { Check } from '../contract/check.ts';
import { countsOf, OUTCOMES, type Report, type ReportItem, SEVERITIES } from '../contract/report.ts';
import { CnsError } from '../errors.ts';
import { compareText } from '../plain.ts';
import { coverageNotes } from './gpu-nodes.ts';
import type { Subject } from './subject.ts';

export interface RunOptions {
  /** File that the recipe was read from. */
  readonly file?: string;
  /** Time that the report stands for. @default - when the newest snapshot was taken */
  readonly at?: string;
}

/**
 * The report of all checks. One that throws does not keep the others from running: it is reported as unknown.
 *
 * @throws CnsError `DOCUMENT_INVALID` when nothing at all was checked: a report without items would look like a pass
 */
export function runChecks(subject: Subject, checks: readonly Check<Subject>[], { file, at }: RunOptions = {}): Report {
  const order = new Map<string, number>();
  for (const { area } of checks) if (!order.has(area)) order.set(area, order.size);
  const items = checks.flatMap((check) => unique(check, runOne(check, subject)));
  const rank = (list: readonly string[], value: string): number => list.indexOf(value);
  const sorted = items.toSorted(
    (a, b) =>
      (order.get(a.area) ?? order.size) - (order.get(b.area) ?? order.size) ||
      compareText(a.area, b.area) ||
      rank(OUTCOMES, a.outcome) - rank(OUTCOMES, b.outcome) ||
      rank(SEVERITIES, a.severity) - rank(SEVERITIES, b.severity) ||
      compareText(a.id, b.id),
  );
  const counts = countsOf(sorted);
  if (counts.met + counts['not-met'] + counts.unknown === 0)
    throw new CnsError({
      code: 'DOCUMENT_INVALID',
      message: `nothing of the recipe ${subject.recipe.name} can be checked`,
      hint: 'a recipe has components, constraints and node tuning; print it again with `cnsctl recipe`',
    });
  return {
    title: `${subject.recipe.name} against what runs`,
    recipe: { name: subject.recipe.name, ...(file === undefined ? {} : { file }) },
    snapshots: subject.snapshots.map(({ file: name, snapshot: { metadata } }) => ({
      file: name,
      taken: metadata.taken,
      ...(metadata.node === undefined ? {} : { node: metadata.node }),
    })),
    at: at ?? newest(subject),
    notes: coverageNotes(subject),
    items: sorted,
    counts,
  };
}

function runOne(check: Check<Subject>, subject: Subject): readonly ReportItem[] {
  try {
    return check.run(subject);
  } catch (error) {
    return [
      {
        id: `${check.name}/failed`,
        area: check.area,
        title: check.summary,
        outcome: 'unknown',
        severity: 'critical',
        expected: 'an answer',
        found: '',
        where: [],
        why: 'What could not be checked is not known to be right.',
        source: `check ${check.name}`,
        remediation: 'This is a bug of the check: report it with recipe and snapshot.',
        because: `the check failed: ${error instanceof Error ? error.message : String(error)}`,
      },
    ];
  }
}

/** Ids are what scanners track: two items of one id would hide one of them. */
function unique(check: Check<Subject>, items: readonly ReportItem[]): ReportItem[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const id = item.id.startsWith(`${check.name}/`) ? item.id : `${check.name}/${item.id}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 && id === item.id ? item : { ...item, id: times === 1 ? id : `${id}#${times}` };
  });
}

/** Instants are compared as such: RFC 3339 allows more or fewer digits of a second. */
const newest = ({ snapshots }: Subject): string =>
  snapshots
    .map(({ snapshot }) => snapshot.metadata.taken)
    .reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), new Date(0).toISOString());
