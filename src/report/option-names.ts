import type { Component } from '../contract/component.ts';
import { keysAt } from '../parse.ts';
import { formatPath, type Path } from '../path.ts';

/** What the engine fills, or every component has. */
const COMMON = new Set(['chart', 'cluster', 'git', 'namespace', 'values']);

const known = new WeakMap<Component, readonly string[]>();

/** The props that a component offers, by path, e.g. `driver.version`; those that every component has are left out. */
export function optionNames(component: Component): readonly string[] {
  const names = known.get(component) ?? keysBelow(component, []).filter((name) => !COMMON.has(name));
  known.set(component, names);
  return names;
}

function keysBelow({ props }: Component, path: Path): string[] {
  return keysAt(props, path).flatMap((key) => {
    if (path.length === 0 && COMMON.has(key)) return [];
    const below = keysBelow({ props } as Component, [...path, key]);
    return below.length > 0 ? below : [formatPath([...path, key])];
  });
}
