import type { ClusterContext } from '../contract/cluster.ts';
import type { Component } from '../contract/component.ts';
import { sha256 } from '../hash.ts';
import type { PlainMap } from '../plain.ts';

/** Entries beyond this are more recipes than one run has. */
const LIMIT = 4096;

export interface ContentKey {
  readonly component: Component;
  /** Props as the recipe gives them. */
  readonly props: PlainMap;
  /** From `contextDigest`. */
  readonly digest: string;
  readonly name: string;
}

/** What was made of components before. */
export interface ContentCache<T> {
  /** What was made for this key, or for any other name where the name was not read. */
  get(key: ContentKey): T | undefined;
  set(key: ContentKey, readName: boolean, value: T): void;
}

/**
 * Remembers by content: same component, same props, same context, same answer. Only the cluster's name is left out of the key where
 * it was not read, so that a thousand clusters of one recipe are worked on once.
 */
export function contentCache<T>(): ContentCache<T> {
  const made = new WeakMap<Component, Map<string, T>>();
  return {
    get({ component, props, digest, name }) {
      const known = made.get(component);
      const key = keyOf(props, digest);
      return known?.get(key) ?? known?.get(`${name} ${key}`);
    },
    set({ component, props, digest, name }, readName, value) {
      const known = made.get(component) ?? new Map<string, T>();
      if (known.size >= LIMIT) known.clear();
      const key = keyOf(props, digest);
      known.set(readName ? `${name} ${key}` : key, value);
      made.set(component, known);
    },
  };
}

/** Stands for everything in a context but the name. */
export function contextDigest({ name: _, ...rest }: ClusterContext): string {
  return sha256(JSON.stringify(rest));
}

const keyOf = (props: PlainMap, digest: string): string => `${digest} ${JSON.stringify(props)}`;
