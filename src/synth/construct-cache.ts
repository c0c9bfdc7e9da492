import type { ClusterContext } from '../contract/cluster.ts';
import type { Component } from '../contract/component.ts';
import type { ComponentManifests } from '../contract/manifests.ts';
import { sha256 } from '../hash.ts';
import type { PlainMap } from '../plain.ts';

/** What a construct makes, whatever stands beside it in the recipe. */
export type Constructed = Omit<ComponentManifests, 'dependsOn' | 'wave'>;

/** Entries beyond this are more recipes than one run has. */
const LIMIT = 4096;

/**
 * What constructs made before, by content: same component, same props, same context, same manifests. Only the cluster's name is
 * left out of the key where the construct did not read it, so that a thousand clusters of one recipe are constructed once.
 */
const made = new WeakMap<Component, Map<string, Constructed>>();

export interface ConstructKey {
  readonly component: Component;
  /** Props as the recipe gives them. */
  readonly props: PlainMap;
  /** From `contextDigest`. */
  readonly digest: string;
  readonly name: string;
}

/** Stands for everything in a context but the name. */
export function contextDigest({ name: _, ...rest }: ClusterContext): string {
  return sha256(JSON.stringify(rest));
}

/** What was made for this key, or for any other name where the name was not read. */
export function madeBefore({ component, props, digest, name }: ConstructKey): Constructed | undefined {
  const known = made.get(component);
  const key = keyOf(props, digest);
  return known?.get(key) ?? known?.get(`${name} ${key}`);
}

export function remember(
  { component, props, digest, name }: ConstructKey,
  readName: boolean,
  constructed: Constructed,
): void {
  const known = made.get(component) ?? new Map<string, Constructed>();
  if (known.size >= LIMIT) known.clear();
  const key = keyOf(props, digest);
  known.set(readName ? `${name} ${key}` : key, constructed);
  made.set(component, known);
}

const keyOf = (props: PlainMap, digest: string): string => `${digest} ${JSON.stringify(props)}`;
