import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { parsePath } from '../path.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import type { Io } from './ports.ts';

/** Keys that would reach the prototype of a map in careless hands. */
const REFUSED = new Set<string | number>(['__proto__', 'constructor', 'prototype']);

/**
 * Values of `--set component:path=value`, by component. A value is a YAML scalar or flow: `true`, `3`, `text`, `[a, b]`, `{a: 1}`, `null`.
 *
 * @throws CnsError `USAGE` for every assignment that is none, and for two that set one path
 */
export function parseSet(
  io: Pick<Io, 'parseYaml'>,
  assignments: readonly string[],
): Readonly<Record<string, PlainMap>> {
  const problems: Problem[] = [];
  const set: Record<string, PlainMap> = {};
  for (const text of assignments) {
    const bad = (message: string): void => {
      problems.push({ code: 'USAGE', message, hint: HINT, source: { file: '--set', line: 1, column: 1 } });
    };
    const [, component, pathText, valueText] = /^([^:=]+):([^=]+)=([\s\S]*)$/.exec(text) ?? [];
    const path = parsePath(pathText ?? '');
    if (component === undefined || valueText === undefined || path === undefined) {
      bad(`${JSON.stringify(text)} is not component:path=value`);
      continue;
    }
    if (path.some((key) => typeof key === 'number' || REFUSED.has(key)) || REFUSED.has(component)) {
      bad(`${JSON.stringify(text)}: a path goes through the keys of maps; set a list as a whole`);
      continue;
    }
    try {
      const { value } = io.parseYaml(valueText, '--set');
      const merged = assign(set[component] ?? {}, path as string[], value);
      if (merged === undefined) bad(`${JSON.stringify(text)} sets a path that another --set decides`);
      else set[component] = merged;
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, message: `${JSON.stringify(text)}: ${p.message}` })));
    }
  }
  throwProblems(problems);
  return set;
}

const HINT = 'write --set gpu-operator:driver.version=580.126.20';

/** Undefined when the path, or an ancestor that is no map, is set already. */
function assign(map: PlainMap, [key = '', ...rest]: readonly string[], value: unknown): PlainMap | undefined {
  const existing = Object.hasOwn(map, key) ? map[key] : undefined;
  if (rest.length === 0) return Object.hasOwn(map, key) ? undefined : { ...map, [key]: value };
  if (Object.hasOwn(map, key) && !isPlainMap(existing)) return undefined;
  const below = assign((existing ?? {}) as PlainMap, rest, value);
  return below && { ...map, [key]: below };
}

/** Assignments of `over` on top of those of `base`; maps merge, everything else replaces. */
export function mergeSets(
  base: Readonly<Record<string, PlainMap | null>>,
  over: Readonly<Record<string, PlainMap | null>>,
): Readonly<Record<string, PlainMap | null>> {
  return merge(base, over) as Readonly<Record<string, PlainMap | null>>;
}

function merge(base: PlainMap, over: PlainMap): PlainMap {
  const entries = Object.entries(over).map(([key, value]) => {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isPlainMap(before) && isPlainMap(value) ? merge(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}
