import * as z from 'zod';

/** The five dimensions of a query, in the order that they are named everywhere. */
export const DIMENSIONS = ['service', 'accelerator', 'os', 'intent', 'platform'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const value = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes');

/** What a layer matches: any of the dimensions. A value is legal when it has a single-value layer of its own. */
export const criteria = z
  .strictObject({ service: value, accelerator: value, os: value, intent: value, platform: value })
  .partial();
export type Criteria = Readonly<Partial<Record<Dimension, string>>>;

/** A query: all dimensions but the platform, which is optional. */
export type Query = Readonly<Record<Exclude<Dimension, 'platform'>, string>> & { readonly platform?: string };

/** True when `match` names nothing that `query` does not have. */
export function matches(match: Criteria, query: Criteria): boolean {
  return DIMENSIONS.every((d) => match[d] === undefined || match[d] === query[d]);
}

/** How many dimensions a match names. */
export function sizeOf(match: Criteria): number {
  return DIMENSIONS.filter((d) => match[d] !== undefined).length;
}

/** True when `wider` names everything that `narrower` names, and more: strict containment. */
export function strictlyContains(wider: Criteria, narrower: Criteria): boolean {
  return sizeOf(wider) > sizeOf(narrower) && matches(narrower, wider);
}

/** `eks/h100/ubuntu/training/kubeflow`, or `{service: eks}` for a part. */
export function formatCriteria(match: Criteria): string {
  const named = DIMENSIONS.filter((d) => match[d] !== undefined);
  return named.length === 0 ? '{}' : `{${named.map((d) => `${d}: ${match[d]}`).join(', ')}}`;
}
