import type { Problem, Source } from '../errors.ts';
import { formatPath } from '../path.ts';
import { compareText } from '../plain.ts';
import type { Constraint } from './layer.ts';
import { contains, formatRange, intersect, parseRange, type Range } from './range.ts';
import { parseVersion } from './version.ts';

/** A constraint with the place that it stands at. */
export interface PlacedConstraint extends Constraint {
  /** What is bounded: `kubernetes`, `driver`, `kernel`, `osVersion`, or a component's name. */
  readonly subject: string;
  readonly layer: string;
  readonly position: Source;
}

/** All bounds on one subject, intersected. */
export interface ResolvedConstraint {
  readonly subject: string;
  /** What every source admits, e.g. `>= 1.34.2 < 1.36`. */
  readonly range: string;
  /** Value of this recipe; absent when it is known on the node only. */
  readonly value?: string;
  readonly state: 'met' | 'unknown';
  readonly sources: readonly Pick<PlacedConstraint, 'layer' | 'range' | 'why' | 'source'>[];
}

/**
 * Intersects constraints subject by subject and holds the recipe's own values against them. Constraints only tighten: nothing removes one.
 *
 * A subject that is a component binds only where that component is in the recipe: `binding` says so. What binds and has no known
 * version is `unknown`, never left out.
 */
export function resolveConstraints(
  placed: readonly PlacedConstraint[],
  known: ReadonlyMap<string, string>,
  binding: (subject: string) => boolean,
): { readonly constraints: readonly ResolvedConstraint[]; readonly problems: readonly Problem[] } {
  const subjects = [...new Set(placed.map((c) => c.subject))].filter(binding).sort(compareText);
  const problems: Problem[] = [];
  const constraints = subjects.flatMap((subject) => {
    const bounds = placed
      .filter((c) => c.subject === subject)
      .sort((a, b) => compareText(a.layer, b.layer) || compareText(a.range, b.range));
    const range = bounds.reduce<Range | undefined>((all, c) => all && intersect(all, parseRange(c.range) ?? {}), {});
    if (range === undefined) {
      problems.push({
        code: 'CONSTRAINT_UNMET',
        path: formatPath(['constraints', subject]),
        message: `no version of ${subject} is left:\n${list(bounds)}`,
        hint: 'take one of these components or layers out, or choose versions that agree',
      });
      return [];
    }
    const value = known.get(subject);
    const version = value === undefined ? undefined : parseVersion(value);
    const sources = bounds.map(({ layer, range: text, why, source }) => ({ layer, range: text, why, source }));
    if (value !== undefined && version !== undefined) {
      const broken = bounds.filter((c) => !contains(parseRange(c.range) ?? {}, version));
      if (broken.length > 0) {
        const source = broken[0]?.position;
        problems.push({
          code: 'CONSTRAINT_UNMET',
          path: formatPath(['constraints', subject]),
          message: `${subject} is ${value}, and must be ${formatRange(range)}:\n${list(broken)}`,
          hint: `choose ${subject} ${formatRange(range)}`,
          ...(source ? { source } : {}),
        });
      }
    }
    return [
      {
        subject,
        range: formatRange(range),
        ...(value === undefined ? {} : { value }),
        state: version === undefined ? ('unknown' as const) : ('met' as const),
        sources,
      },
    ];
  });
  return { constraints, problems };
}

const list = (bounds: readonly PlacedConstraint[]): string =>
  bounds
    .map((c) => `    ${c.position.file}:${c.position.line}:${c.position.column} wants ${c.range}: ${c.why}`)
    .join('\n');
