import type { Problem, Source } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, type Path, parsePath, valueAt } from '../path.ts';
import { compareText, isPlainMap, type PlainMap, sameValue } from '../plain.ts';
import { type Criteria, formatCriteria, sizeOf, strictlyContains } from './criteria.ts';
import { ORIGINS, type Origin } from './layer.ts';
import { mergeOnce } from './merge-once.ts';

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
  /** Weaker layers that set the same path, or something above or below it that is gone: the next weaker first. */
  readonly overrode: readonly Overridden[];
}

export interface Overridden {
  readonly layer: string;
  readonly source: Source;
  /** What it said; null where it deleted. */
  readonly value: unknown;
  /** Where it said so; absent when it is the same path. */
  readonly path?: string;
}

export interface Merged {
  readonly value: PlainMap;
  /** Formatted path of every scalar and list, of every map that a layer named empty, and of what was deleted → its provenance. */
  readonly provenance: ReadonlyMap<string, Provenance>;
  readonly problems: readonly Problem[];
}

interface Entry {
  readonly path: Path;
  readonly text: string;
  readonly value: unknown;
  readonly from: MergeSource;
  /** Place of its layer, the weakest first. */
  readonly order: number;
}

/**
 * Merges the layers that apply to one query. File order does not matter.
 *
 * Maps merge; scalars and lists replace; null deletes. One layer overrides another when its match strictly contains the other's,
 * or when the matches are equal and its origin is later (built-in < plugin < user < cluster < flag). Two layers of which neither
 * overrides the other must not set one path, or an ancestor of it, differently, unless one that overrides both sets it:
 * then a `RECIPE_CONFLICT` names both places and the layer to write. A null of the cluster file or a flag that deletes nothing is a
 * `DOCUMENT_INVALID`: the name is a slip, or a default of the construct, which no null takes away.
 */
export function mergeLayers(sources: readonly MergeSource[]): Merged {
  const ordered = [...sources].sort(compareSources);
  const layers = ordered.filter((source) => rankOf(source) === 0);
  const base = mergeOnce(layers, mergeAll);
  // Whoever comes after all layers may decide their conflicts, and has none with them.
  if (base.problems.length > 0) return mergeAll(ordered);
  const merging = mergingInto({ ...base.value }, new Map(base.provenance));
  const problems = entriesOfAll(ordered.slice(layers.length)).flatMap((entry) => apply(entry, merging));
  return { value: merging.value, provenance: merging.provenance, problems };
}

function mergeAll(ordered: readonly MergeSource[]): Merged {
  const entries = entriesOfAll(ordered);
  const problems = conflicts(entries);
  const merging = mergingInto({}, new Map());
  for (const entry of entries) problems.push(...apply(entry, merging));
  return { value: merging.value, provenance: merging.provenance, problems };
}

const entriesOfAll = (ordered: readonly MergeSource[]): Entry[] =>
  ordered.flatMap((from, order) => entriesOf(from.value, []).map((entry): Entry => ({ ...entry, from, order })));

/** What a merge has come to. */
interface Merging {
  readonly value: Record<string, unknown>;
  readonly provenance: Map<string, Provenance>;
  /** Maps that were made here. All others are somebody else's, and are copied before they change. */
  readonly own: WeakSet<object>;
}

const mergingInto = (value: Record<string, unknown>, provenance: Map<string, Provenance>): Merging => ({
  value,
  provenance,
  own: new WeakSet([value]),
});

/** The map at a key as one that may be changed. */
function ownMap(map: Record<string, unknown>, key: string, own: WeakSet<object>): Record<string, unknown> {
  const there = map[key] as Record<string, unknown>;
  if (own.has(there)) return there;
  const copy = { ...there };
  own.add(copy);
  define(map, key, copy);
  return copy;
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

function entriesOf(value: unknown, path: Path): Pick<Entry, 'path' | 'text' | 'value'>[] {
  if (isPlainMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : entriesOf(item, [...path, key])));
  }
  return path.length === 0 ? [] : [{ path, text: formatPath(path), value }];
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
        if (contradicts(entry, other, length === entry.path.length) && !isDecided(entry, other, byPath, entries))
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
  return other.order < entry.order && !sameValue(entry.value, other.value);
}

/** A third layer that overrides both sets the path or an ancestor of it. */
function isDecided(
  a: Entry,
  b: Entry,
  byPath: ReadonlyMap<string, readonly Entry[]>,
  entries: readonly Entry[],
): boolean {
  // One says that the map is there, the other that it is not: whoever sets it, or anything in it, has decided.
  if (a.text === b.text && (isEmptyMap(a.value) || isEmptyMap(b.value))) {
    const decides = (c: Entry) => c.text === a.text || isBelow(c.text, a.text);
    if (entries.some((c) => decides(c) && overrides(c.from, a.from) && overrides(c.from, b.from))) return true;
  }
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
function apply({ path, text, value, from }: Entry, { value: root, provenance, own }: Merging): Problem[] {
  let map = root;
  const overrode: Overridden[] = [];
  for (const [i, key] of path.slice(0, -1).map(String).entries()) {
    const existing = Object.hasOwn(map, key) ? map[key] : undefined;
    if (!isPlainMap(existing)) {
      overrode.push(...take(formatPath(path.slice(0, i + 1)), text, existing, provenance));
      define(map, key, {});
    }
    map = ownMap(map, key, own);
  }
  const key = String(path.at(-1));
  const existing = Object.hasOwn(map, key) ? map[key] : undefined;
  if (isEmptyMap(value) && isPlainMap(existing)) return [];
  if (value === null && existing === undefined && rankOf(from) > 0 && !provenance.has(text))
    return [nothingToDelete(path, from, map)];
  const below = isPlainMap(existing) ? [...provenance.keys()].filter((known) => isBelow(known, text)).reverse() : [];
  const replaced = below.flatMap((known) => take(known, text, valueAt(root, parsePath(known) ?? []), provenance));
  overrode.unshift(...replaced, ...take(text, text, isPlainMap(existing) ? {} : existing, provenance));
  if (value === null) delete map[key];
  // A fresh map: later entries go into it, and the layer's own must stay as it is.
  else define(map, key, isEmptyMap(value) ? {} : value);
  provenance.set(text, located(from, path, overrode));
  return [];
}

/** Its place is looked up when somebody asks for it: without a mistake nobody does, and there are hundreds. */
const located = ({ name, locate }: MergeSource, path: Path, overrode: readonly Overridden[]): Provenance => ({
  layer: name,
  overrode,
  get source() {
    return locate(path);
  },
});

/** Removes the provenance of `known` and returns it as overridden by the entry at `text`. */
function take(known: string, text: string, value: unknown, provenance: Map<string, Provenance>): Overridden[] {
  const found = provenance.get(known);
  if (!found) return [];
  provenance.delete(known);
  const { layer, source, overrode } = found;
  const where = known === text ? {} : { path: known };
  return [{ layer, source, value: value ?? null, ...where }, ...overrode.map((o) => ({ ...where, ...o }))];
}

function nothingToDelete(path: Path, from: MergeSource, map: PlainMap): Problem {
  return {
    code: 'DOCUMENT_INVALID',
    path: formatPath(path),
    message: 'null deletes nothing: no layer sets this',
    hint: didYouMean(String(path.at(-1)), Object.keys(map)) ?? 'remove the line; a default of the construct stays',
    source: from.locate(path),
  };
}

/** Own data property whatever the key is called, so that `__proto__` stays a name. */
const define = (map: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
};

const isBelow = (path: string, ancestor: string): boolean =>
  path.length > ancestor.length &&
  path.startsWith(ancestor) &&
  (path[ancestor.length] === '.' || path[ancestor.length] === '[');
