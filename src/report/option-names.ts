import type { Component } from '../contract/component.ts';
import { leafPaths } from '../parse.ts';
import { formatPath } from '../path.ts';

/** What the engine fills, or every component has. */
const COMMON = new Set(['chart', 'cluster', 'git', 'namespace', 'values']);

const known = new WeakMap<Component, readonly string[]>();

/** The props that a component offers, by path, e.g. `driver.version`; those that every component has are left out. */
export function optionNames(component: Component): readonly string[] {
  const names = known.get(component) ?? leafPaths(component.props, COMMON).map(formatPath);
  known.set(component, names);
  return names;
}
