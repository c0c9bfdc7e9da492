import { nearest } from '../nearest.ts';
import type { ChartPaths, PathTree } from './upstream.ts';

/** How many paths are offered. */
const OFFERED = 3;

/**
 * The real paths that someone who wrote a dead one may have meant, best first, three at most.
 *
 * First those that end in the same names below the longest part of the path that is real, as
 * `driver.upgradePolicy.maxParallelUpgrades` for `driver.maxParallelUpgrades`; then names of that level that look alike;
 * then the last name anywhere in the chart.
 */
export function nearestPaths(index: ChartPaths, path: readonly string[]): string[] {
  const paths = allPaths(index);
  const real = realPart(paths, path);
  const rest = path.slice(real);
  const siblings = namesBelow(paths, path.slice(0, real));
  const [missing = ''] = rest;
  const alike = nearest(missing, siblings).map((name) => [...path.slice(0, real), name].join('.'));
  const found = [
    ...ending(paths, path.slice(0, real), [missing]),
    ...alike,
    ...ending(paths, path.slice(0, real), rest.slice(-1)),
    ...ending(paths, path.slice(0, Math.min(real, 1)), [missing]),
    ...ending(paths, [], rest.slice(-1)),
  ];
  return [...new Set(found)].slice(0, OFFERED);
}

const known = new WeakMap<ChartPaths, readonly (readonly string[])[]>();

/** Every named path of a chart, sub-charts under their keys; kept, since a chart is asked for again and again. */
function allPaths(index: ChartPaths): readonly (readonly string[])[] {
  const found = known.get(index) ?? [...below(index.paths, []), ...subPaths(index)];
  known.set(index, found);
  return found;
}

function subPaths({ subcharts = {} }: ChartPaths): (readonly string[])[] {
  return Object.entries(subcharts).flatMap(([key, sub]) => allPaths(sub).map((path) => [key, ...path]));
}

function below(tree: PathTree, prefix: readonly string[]): (readonly string[])[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    if (name === '' || node === 'refused') return [];
    const path = [...prefix, name];
    return [path, ...(typeof node === 'string' ? [] : below(node, path))];
  });
}

const beginsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((name, i) => path[i] === name);

/** How many names of the path exist. */
function realPart(paths: readonly (readonly string[])[], path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    if (paths.some((other) => beginsWith(other, path.slice(0, length)))) return length;
  }
  return 0;
}

function namesBelow(paths: readonly (readonly string[])[], prefix: readonly string[]): Set<string> {
  const found = paths.filter((path) => path.length > prefix.length && beginsWith(path, prefix));
  return new Set(found.flatMap((path) => path.slice(prefix.length, prefix.length + 1)));
}

/** Paths below a prefix that end in these names, shortest first. */
function ending(paths: readonly (readonly string[])[], prefix: readonly string[], tail: readonly string[]): string[] {
  if (tail.length === 0) return [];
  return paths
    .filter((path) => path.length >= prefix.length + tail.length && beginsWith(path, prefix))
    .filter((path) =>
      tail.every((name, i) => path[path.length - tail.length + i]?.toLowerCase() === name.toLowerCase()),
    )
    .toSorted((a, b) => a.length - b.length || (a.join('.') < b.join('.') ? -1 : 1))
    .map((path) => path.join('.'));
}
