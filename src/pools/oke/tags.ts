import type { PoolsPlan } from '../plan.ts';

/**
 * Most free-form tags of one resource.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Tagging/Concepts/taggingoverview.htm limits on tags
 */
export const MOST_TAGS = 10;

/** Free-form tags of everything. A key of OCI has no dots and no spaces, so a label such as `example.com/team` gets an underscore. */
export const okeTags = ({ cluster, tags }: Pick<PoolsPlan, 'cluster' | 'tags'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Object.entries(tags), ['cns.dev/cluster', cluster] as const].map(([key, value]) => [
      key.replaceAll('.', '_'),
      value,
    ]),
  );
