import type { Problem, Source } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import { type Criteria, formatCriteria, sizeOf, strictlyContains } from './criteria.ts';
import { ORIGINS, type Origin } from './layer.ts';

/** A part of a layer that takes part in a merge. */
export interface MergeSource {
  readonly name: string;
  readonly origin: Origin;
  readonly match: Criteria;
  readonly value: PlainMap;
  readonly locate: (path: Path) => Source;
}

/** Where the value at one path came from. */
export interface Provenance {
  readonly layer: string;
  readonly source: Source;
  /** Weaker layers that set the same path, the next weaker first. */
  readonly overrode: readonly { readonly layer: string; readonly source: Source; readonly value: unknown }[];
}

export interface Merged {
  readonly value: PlainMap;
  /** Formatted path of every scalar, list and empty map → its provenance. */
  readonly provenance: ReadonlyMap<string, Provenance>;
  readonly problems: readonly Problem[];
}

interface Entry {
  readonly path: Path;
  readonly text: string;
  readonly value: unknown;
  readonly from: MergeSource;
}

/**
 * Merges the layers that apply to one query. File order does not matter.
 *
 * Maps merge; scalars and lists replace; null deletes. One layer overrides another when its match strictly contains the other's,
 * or when the matches are equal and its origin is later (built-in < plugin < user < cluster < flag). Two layers of which neither
 * overrides the other must not set one path, or an ancestor of it, differently, unless one that overrides both sets it:
 * then a `RECIPE_CONFLICT` names both places and the layer to write.
 */
export function mergeLayers(sources: readonly MergeSource[]): Merged {
  const ordered = [...sources].sort(compareSources);
  const entries = ordered.flatMap((from) => entriesOf(from.value, [], from));
  const problems = conflicts(entries);
  const value: Record<string, unknown> = {};
  const provenance = new Map<string, Provenance>();
  for (const entry of entries) apply(entry, value, provenance);
  return { value, provenance, problems };
}

const rank = (origin: Origin): number => ORIGINS.indexOf(origin);

/** Later origins always come last; within one origin general before specific, then by name. */
const compareSources = (a: MergeSource, b: MergeSource): number =>
  rankOf(a) - rankOf(b) ||
  sizeOf(a.match) - sizeOf(b.match) ||
  rank(a.origin) - rank(b.origin) ||
  compareText(a.name, b.name);

/** The cluster file and flags come after all layers; built-in, plugin and user layers are ordered by their match first. */
const rankOf = ({ origin }: MergeSource): number => Math.max(0, rank(origin) - rank('user'));

/** True when `a` may override `b`. */
export function overrides(a: MergeSource, b: MergeSource): boolean {
  if (rankOf(a) !== rankOf(b)) return rankOf(a) > rankOf(b);
  if (strictlyContains(a.match, b.match)) return true;
  return formatCriteria(a.match) === formatCriteria(b.match) && rank(a.origin) > rank(b.origin);
}

function entriesOf(value: unknown, path: Path, from: MergeSource): Entry[] {
  if (isPlainMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : entriesOf(item, [...path, key], from),
    );
  }
  return path.length === 0 ? [] : [{ path, text: formatPath(path), value, from }];
}

const isEmptyMap = (value: unknown): boolean => isPlainMap(value) && Object.keys(value).length === 0;

/** Pairs of entries on one path, or on a path and its ancestor, that neither layer may decide. */
function conflicts(entries: readonly Entry[]): Problem[] {
  const byPath = new Map<string, Entry[]>();
  for (const entry of entries) byPath.set(entry.text, [...(byPath.get(entry.text) ?? []), entry]);
  const problems: Problem[] = [];
  for (const entry of entries) {
    for (let length = 1; length <= entry.path.length; length++) {
      for (const other of byPath.get(formatPath(entry.path.slice(0, length))) ?? []) {
        if (contradicts(entry, other, length === entry.path.length) && !isDecided(entry, other, byPath))
          problems.push(describe(entry, other));
      }
    }
  }
  return problems;
}

function contradicts(entry: Entry, other: Entry, same: boolean): boolean {
  if (entry.from === other.from || overrides(entry.from, other.from) || overrides(other.from, entry.from)) return false;
  if (!same) return !isEmptyMap(other.value);
  // Each pair is met twice on its own path: report it once.
  return (
    compareText(other.from.name, entry.from.name) < 0 &&
    JSON.stringify(entry.value) !== JSON.stringify(other.value) &&
    !isEmptyMap(entry.value) &&
    !isEmptyMap(other.value)
  );
}

/** A third layer that overrides both sets the path or an ancestor of it. */
function isDecided(a: Entry, b: Entry, byPath: ReadonlyMap<string, readonly Entry[]>): boolean {
  const shorter = a.path.length < b.path.length ? a : b;
  const prefixes = shorter.path.map((_, i) => formatPath(shorter.path.slice(0, i + 1)));
  return prefixes.some((prefix) =>
    byPath.get(prefix)?.some((c) => !isEmptyMap(c.value) && overrides(c.from, a.from) && overrides(c.from, b.from)),
  );
}

function describe(entry: Entry, other: Entry): Problem {
  const [a, b] = [entry, other];
  const there = b.from.locate(b.path);
  const both = { ...a.from.match, ...b.from.match };
  const compatible = Object.entries(a.from.match).every(
    ([key, value]) =>
      b.from.match[key as keyof Criteria] === undefined || b.from.match[key as keyof Criteria] === value,
  );
  const target =
    formatCriteria(a.from.match) === formatCriteria(b.from.match) || !compatible
      ? 'one of the two files'
      : `a layer with match ${formatCriteria(both)}`;
  return {
    code: 'RECIPE_CONFLICT',
    path: a.text,
    source: a.from.locate(a.path),
    message: `this file says ${show(a.value)}, ${there.file}:${there.line}:${there.column} says ${show(b.value)}${a.text === b.text ? '' : ` for ${b.text}`}, and neither overrides the other`,
    hint: `write ${target} with the value that is right for both`,
  };
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Sets one entry; what it replaces becomes `overrode`. */
function apply(
  { path, text, value, from }: Entry,
  root: Record<string, unknown>,
  provenance: Map<string, Provenance>,
): void {
  let map = root;
  for (const [i, key] of path.slice(0, -1).entries()) {
    const existing = Object.hasOwn(map, key) ? map[key] : undefined;
    if (!isPlainMap(existing)) {
      provenance.delete(formatPath(path.slice(0, i + 1)));
      define(map, String(key), {});
    }
    map = map[key] as Record<string, unknown>;
  }
  const key = String(path.at(-1));
  const existing = Object.hasOwn(map, key) ? map[key] : undefined;
  if (isEmptyMap(value) && isPlainMap(existing)) return;
  const overrode = [];
  for (const [known, { layer, source, overrode: earlier }] of provenance) {
    if (known !== text && !isBelow(known, text)) continue;
    if (known === text) overrode.push({ layer, source, value: existing }, ...earlier);
    provenance.delete(known);
  }
  if (value === null) delete map[key];
  else define(map, key, value);
  provenance.set(text, { layer: from.name, source: from.locate(path), overrode });
}

/** Own data property whatever the key is called, so that `__proto__` stays a name. */
const define = (map: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
};

const isBelow = (path: string, ancestor: string): boolean =>
  path.length > ancestor.length &&
  path.startsWith(ancestor) &&
  (path[ancestor.length] === '.' || path[ancestor.length] === '[');
