import type { ClusterContext } from '../contract/cluster.ts';
import type { Component } from '../contract/component.ts';
import { sha256 } from '../hash.ts';
import { isFrozen, type PlainMap } from '../plain.ts';
import { boundedMap, remembered } from '../remembered.ts';

/** Entries beyond this are more recipes than one run has. */
const LIMIT = 1024;

export interface ContentKey {
  readonly component: Component;
  /** Digest of the context, and the props as the recipe gives them. */
  readonly text: string;
}

/** What was made of components before. */
export interface ContentCache<T> {
  get(key: ContentKey): T | undefined;
  set(key: ContentKey, value: T): void;
}

/**
 * Remembers by content: same component, same props, same context, same answer. The cluster's name is no part of the key, so that a
 * thousand clusters of one recipe are worked on once; what was made with the name must not be remembered.
 */
export function contentCache<T>(): ContentCache<T> {
  const made = remembered((_: Component) => boundedMap<T>(LIMIT));
  return {
    get: ({ component, text }) => made(component).get(text),
    set: ({ component, text }, value) => made(component).set(text, value),
  };
}

/** Keys of one context. */
export function contentKeys({
  name: _,
  ...context
}: ClusterContext): (component: Component, props: PlainMap) => ContentKey {
  const digest = sha256(JSON.stringify(context));
  return (component, props) => ({
    component,
    text: `${digest} ${isFrozen(props) ? textOf(props) : JSON.stringify(props)}`,
  });
}

/** Of props that cannot change. */
const textOf = remembered((props: PlainMap) => JSON.stringify(props));
