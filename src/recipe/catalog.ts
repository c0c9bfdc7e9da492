import type { ChannelsDocument } from './channel.ts';
import { DIMENSIONS, type Dimension } from './criteria.ts';
import type { Instance } from './instance.ts';
import type { Layer } from './layer.ts';
import type { Leaf, LeavesDocument } from './leaf.ts';
import type { ProfileDocument } from './profile.ts';

/** All recipe data, parsed: built-in first, then plugins, then the user's folder. Frozen once made. */
export interface Catalog {
  readonly layers: readonly Layer[];
  readonly leaves: readonly Leaf[];
  readonly absent: readonly (LeavesDocument['absent'][number] & { readonly service: string })[];
  readonly instances: readonly Instance[];
  readonly profiles: readonly ProfileDocument[];
  readonly channels: ChannelsDocument['channels'];
}

/** The legal values of a dimension, each with its aliases: those that have a single-value layer. */
export function valuesOf({ layers }: Catalog, dimension: Dimension): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { match, document } of layers) {
    const value = match[dimension];
    if (value === undefined || DIMENSIONS.some((d) => d !== dimension && match[d] !== undefined)) continue;
    values.set(value, [...(values.get(value) ?? []), ...document.aliases]);
  }
  return new Map([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Joins catalogs in the order of their origins. */
export function joinCatalogs(catalogs: readonly Catalog[]): Catalog {
  return {
    layers: catalogs.flatMap((c) => c.layers),
    leaves: catalogs.flatMap((c) => c.leaves),
    absent: catalogs.flatMap((c) => c.absent),
    instances: catalogs.flatMap((c) => c.instances),
    profiles: catalogs.flatMap((c) => c.profiles),
    channels: catalogs.flatMap((c) => c.channels),
  };
}
