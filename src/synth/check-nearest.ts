import { nearest } from '../nearest.ts';
import { remembered } from '../remembered.ts';
import type { ChartPaths, PathTree } from './upstream.ts';

/** How many paths are offered. */
const OFFERED = 3;

/**
 * The real paths that someone who wrote a dead one may have meant, best first, three at most.
 *
 * First those that end in the same name below the longest part of the path that is real, as
 * `driver.upgradePolicy.maxParallelUpgrades` for `driver.maxParallelUpgrades`; then names of that level that look alike;
 * then the same name anywhere in the chart.
 */
export function nearestPaths(index: ChartPaths, path: readonly string[]): string[] {
  const names = namesOf(index);
  let real = 0;
  while (real < path.length && names.below.get(keyOf(path.slice(0, real)))?.has(path[real] ?? '')) real++;
  const missing = path[real] ?? path.at(-1) ?? '';
  const level = path.slice(0, real);
  const alike = nearest(missing, names.below.get(keyOf(level)) ?? []).map((name) => [...level, name].join('.'));
  const found = [
    ...ending(names, level, missing),
    ...alike,
    ...ending(names, level.slice(0, 1), missing),
    ...ending(names, [], path.at(-1) ?? ''),
  ];
  return [...new Set(found)].slice(0, OFFERED);
}

interface Names {
  /** Names directly below a path, by the path's key. */
  readonly below: ReadonlyMap<string, ReadonlySet<string>>;
  /** Paths by their last name in lower case, shortest first. */
  readonly byTail: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Kept, since a chart is asked for again and again, and only when something is wrong. */
const namesOf = remembered((index: ChartPaths) => collect(allPaths(index)));

function collect(paths: readonly (readonly string[])[]): Names {
  const below = new Map<string, Set<string>>();
  const byTail = new Map<string, (readonly string[])[]>();
  const shortestFirst = paths.toSorted((a, b) => a.length - b.length || (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const path of shortestFirst) {
    const last = path.at(-1) ?? '';
    const parent = keyOf(path.slice(0, -1));
    below.set(parent, (below.get(parent) ?? new Set<string>()).add(last));
    const tail = last.toLowerCase();
    const same = byTail.get(tail) ?? [];
    byTail.set(tail, same);
    same.push(path);
  }
  return { below, byTail };
}

/** Every named path of a chart, those of sub-charts under their keys. */
function allPaths({ paths, subcharts = {} }: ChartPaths): (readonly string[])[] {
  const subs = Object.entries(subcharts).flatMap(([key, sub]) => [
    [key],
    ...allPaths(sub).map((path) => [key, ...path]),
  ]);
  return [...pathsBelow(paths, []), ...subs];
}

function pathsBelow(tree: PathTree, prefix: readonly string[]): (readonly string[])[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    if (name === '' || node === 'refused') return [];
    const path = [...prefix, name];
    return [path, ...(typeof node === 'string' ? [] : pathsBelow(node, path))];
  });
}

/** Paths below a prefix that end in a name. */
function ending({ byTail }: Names, prefix: readonly string[], name: string): string[] {
  return (byTail.get(name.toLowerCase()) ?? [])
    .filter((path) => path.length > prefix.length && prefix.every((part, i) => path[i] === part))
    .slice(0, OFFERED)
    .map((path) => path.join('.'));
}

const keyOf = (path: readonly string[]): string => path.join('\u0000');
