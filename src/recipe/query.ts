import { CnsError, type Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { compareText } from '../plain.ts';
import { type Catalog, valuesOf } from './catalog.ts';
import { type Criteria, DIMENSIONS, type Dimension, type Query } from './criteria.ts';
import { type Leaf, queriesOf } from './leaf.ts';

/**
 * Canonical values of what the user wrote: trimmed, lower case, aliases resolved.
 *
 * @throws CnsError `QUERY_INVALID` for every value that no single-value layer stands for, and for what is missing
 */
export function canonicalQuery(
  catalog: Catalog,
  input: Criteria,
  locate?: (dimension: Dimension) => Pick<Problem, 'source'>,
): Query {
  const problems: Problem[] = [];
  const query: Partial<Record<Dimension, string>> = {};
  for (const dimension of DIMENSIONS) {
    const given = input[dimension]?.trim().toLowerCase();
    const values = valuesOf(catalog, dimension);
    if (given === undefined || given === '') {
      if (dimension !== 'platform')
        problems.push({
          code: 'QUERY_INVALID',
          path: `criteria.${dimension}`,
          message: `is missing; allowed: ${[...values.keys()].join(', ')}`,
          ...locate?.(dimension),
        });
      continue;
    }
    const canonical = values.has(given)
      ? given
      : [...values].find(([, aliases]) => aliases.some((alias) => alias.toLowerCase() === given))?.[0];
    if (canonical !== undefined) query[dimension] = canonical;
    else {
      const reason = reasonOf(catalog, dimension, given);
      const spelled = [...values].flatMap(([value, aliases]) => [value, ...aliases]);
      // Who is told why a value does not exist has not misspelled it.
      const hint = reason === '' ? didYouMean(given, spelled) : undefined;
      problems.push({
        code: 'QUERY_INVALID',
        path: `criteria.${dimension}`,
        message: `got ${JSON.stringify(input[dimension])}${reason}; allowed: ${[...values.keys()].join(', ')}`,
        ...(hint ? { hint } : {}),
        ...locate?.(dimension),
      });
    }
  }
  if (problems.length > 0) throw new CnsError(problems);
  return query as Query;
}

/** Why a value that people ask for has no layer, where the leaves say so. */
function reasonOf({ absent }: Catalog, dimension: Dimension, given: string): string {
  if (dimension !== 'accelerator' && dimension !== 'os') return '';
  const row = absent.find((candidate) => candidate[dimension] === given);
  return row ? ` (${row.why})` : '';
}

/**
 * The leaf that a query matches.
 *
 * @throws CnsError `LEAF_UNKNOWN` with the reason where we know it, and the nearest leaves
 */
export function findLeaf(catalog: Catalog, query: Query): Leaf {
  const found = catalog.leaves.filter(
    (leaf) =>
      leaf.service === query.service &&
      leaf.accelerator === query.accelerator &&
      leaf.os === query.os &&
      queriesOf(leaf).some((q) => q.intent === query.intent && q.platform === query.platform),
  );
  const leaf = found.at(-1);
  if (leaf) return leaf;
  const absent = catalog.absent.find(
    (a) =>
      a.service === query.service &&
      (a.accelerator ?? query.accelerator) === query.accelerator &&
      (a.os ?? query.os) === query.os,
  );
  const near = catalog.leaves
    .flatMap((candidate) => queriesOf(candidate))
    .map((q) => ({ q, distance: DIMENSIONS.filter((d) => q[d] !== query[d]).length }))
    .sort((a, b) => a.distance - b.distance || compareText(formatQuery(a.q), formatQuery(b.q)))
    .slice(0, 4);
  throw new CnsError({
    code: 'LEAF_UNKNOWN',
    path: 'criteria',
    message: `no recipe for ${formatQuery(query)}${absent ? `: ${absent.why} (${absent.source})` : ''}`,
    hint: `nearest: ${near.map(({ q }) => formatQuery(q)).join(', ')}; \`cnsctl recipe list\` prints all`,
  });
}

/** `eks/h100/ubuntu/training/kubeflow`. */
export function formatQuery(query: Query): string {
  return DIMENSIONS.flatMap((d) => query[d] ?? []).join('/');
}
