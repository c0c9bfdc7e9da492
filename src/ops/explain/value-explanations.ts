import type { ComponentManifests } from '../../contract/manifests.ts';
import { formatPath, parsePath, valueAt } from '../../path.ts';
import { isPlainMap } from '../../plain.ts';
import type { Explanation } from '../../report/explain.ts';
import { contextPaths } from '../../synth/context-paths.ts';
import { below } from './reason-of.ts';
import { leavesOf } from './recipe-explanations.ts';

/**
 * Path `components.X.values.Y` → why, for every Helm value of the given units: what the construct computed from which props,
 * and who set those. A raw value is told by the layer that gave it, so it is not here.
 */
export function valueExplanations(
  units: readonly ComponentManifests[],
  known: ReadonlyMap<string, Explanation>,
): Map<string, Explanation> {
  const all = units.flatMap(({ component, release }) =>
    [...(release?.attribution ?? [])].flatMap(([text, props]): Explanation[] => {
      if (props.some((prop) => /^values[.[]/.test(prop))) return [];
      const value = valueAt(release?.values, parsePath(text) ?? []);
      if (value === undefined) return [];
      const path = formatPath(['components', component, 'values', ...(parsePath(text) ?? [])]);
      const by = `the construct of ${component}`;
      if (props.length === 0) return [{ path, value, kind: 'fixed', by, overrode: [], from: [] }];
      const from = unique(
        ownFirst(props).flatMap((prop) => propPaths(component, prop).flatMap((at) => found(known, at, component))),
      );
      return [{ path, value, kind: 'computed', by, overrode: [], from }];
    }),
  );
  return new Map(all.map((one) => [one.path, one]));
}

/** What is set for this component alone says most. */
const ownFirst = (props: readonly string[]): readonly string[] =>
  props.toSorted((a, b) => Number(isContext(a)) - Number(isContext(b)));

const isContext = (prop: string): boolean => /^cluster[.[]/.test(prop);

function propPaths(component: string, prop: string): readonly string[] {
  return isContext(prop) ? contextPaths(prop) : [`${formatPath(['components', component])}.${prop}`];
}

/** Defaults of a component's schema for what nothing sets, so that a computed value can be followed to them. */
export function defaultExplanations(
  component: string,
  props: unknown,
  known: ReadonlyMap<string, Explanation>,
): readonly Explanation[] {
  if (!isPlainMap(props)) return [];
  const { cluster: _cluster, values: _values, ...own } = props;
  const by = `the props of ${component}`;
  return leavesOf(own, ['components', component])
    .map(([path, value]) => ({ path: formatPath(path), value }))
    .filter(({ path }) => find(known, path).length === 0)
    .map(({ path, value }) => ({ path, value, kind: 'default', by, overrode: [], from: [] }));
}

/**
 * What explains a path: its own explanation, or those of everything below it, or that of the ancestor whose value holds it.
 */
export function find(known: ReadonlyMap<string, Explanation>, path: string): readonly Explanation[] {
  const own = known.get(path);
  if (own) return [own];
  const under = [...known].filter(([other]) => below(other, path) !== undefined).map(([, one]) => one);
  if (under.length > 0) return under;
  const parts = parsePath(path) ?? [];
  for (let length = parts.length - 1; length > 0; length--) {
    const ancestor = known.get(formatPath(parts.slice(0, length)));
    if (ancestor) return valueAt(ancestor.value, parts.slice(length)) === undefined ? [] : [ancestor];
  }
  return [];
}

/** A prop that may be left out, and was, is told as such: that it is not set is what the value rests on. */
function found(known: ReadonlyMap<string, Explanation>, path: string, component: string): readonly Explanation[] {
  const all = find(known, path);
  if (all.length > 0) return all;
  return [{ path, value: undefined, kind: 'default', by: `the props of ${component}`, overrode: [], from: [] }];
}

const unique = (explanations: readonly Explanation[]): Explanation[] => [...new Set(explanations)];
