import { type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { compareText } from '../plain.ts';
import { type Catalog, valuesOf } from '../recipe/catalog.ts';
import { type Criteria, DIMENSIONS, type Dimension } from '../recipe/criteria.ts';
import type { Leaf } from '../recipe/leaf.ts';

/** A leaf as people read it: what exists, on which machines, and how far it was tried. */
export interface LeafRow {
  readonly service: string;
  readonly accelerator: string;
  readonly os: string;
  readonly intents: readonly string[];
  readonly platforms: Leaf['platforms'];
  readonly instanceTypes: readonly string[];
  readonly support: Leaf['support'];
  readonly evidence: string;
  readonly source: string;
}

/**
 * The leaves that fit a filter, sorted. Filters take aliases as queries do.
 *
 * @throws CnsError `QUERY_INVALID` for every filter value that nothing stands for
 */
export function listLeaves(catalog: Catalog, filter: Criteria = {}): readonly LeafRow[] {
  const wanted = canonicalFilter(catalog, filter);
  return catalog.leaves
    .filter((leaf) => DIMENSIONS.every((d) => wanted[d] === undefined || has(leaf, d, wanted)))
    .map(({ service, accelerator, os, intents, platforms, instanceTypes, support, evidence, source }) => ({
      service,
      accelerator,
      os,
      intents,
      platforms,
      instanceTypes,
      support,
      evidence,
      source,
    }))
    .toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
}

const keyOf = ({ service, accelerator, os }: LeafRow): string => `${service}/${accelerator}/${os}`;

function has(leaf: Leaf, dimension: Dimension, wanted: Criteria): boolean {
  const value = wanted[dimension] ?? '';
  if (dimension === 'intent') return leaf.intents.includes(value);
  if (dimension === 'platform')
    return leaf.intents
      .filter((intent) => wanted.intent === undefined || wanted.intent === intent)
      .some((intent) => leaf.platforms[intent]?.includes(value));
  return leaf[dimension] === value;
}

function canonicalFilter(catalog: Catalog, filter: Criteria): Criteria {
  const problems: Problem[] = [];
  const entries = DIMENSIONS.flatMap((dimension): (readonly [Dimension, string])[] => {
    const given = filter[dimension]?.trim().toLowerCase();
    if (given === undefined) return [];
    const values = valuesOf(catalog, dimension);
    const found = [...values].find(([value, aliases]) => value === given || aliases.includes(given));
    if (found) return [[dimension, found[0]]];
    const hint = didYouMean(given, values.keys());
    problems.push({
      code: 'QUERY_INVALID',
      path: `criteria.${dimension}`,
      message: `got ${JSON.stringify(filter[dimension])}; allowed: ${[...values.keys()].join(', ')}`,
      ...(hint ? { hint } : {}),
    });
    return [];
  });
  throwProblems(problems);
  return Object.fromEntries(entries);
}
