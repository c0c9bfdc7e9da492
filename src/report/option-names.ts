import type { Component } from '../contract/component.ts';
import { leafPaths } from '../parse.ts';
import { formatPath } from '../path.ts';
import { remembered } from '../remembered.ts';

/** What the engine fills, or every component has. */
const COMMON = new Set(['chart', 'cluster', 'git', 'namespace', 'values']);

/** The props that a component offers, by path, e.g. `driver.version`; those that every component has are left out. */
export const optionNames = remembered((component: Component): readonly string[] =>
  leafPaths(component.props, COMMON).map(formatPath),
);
