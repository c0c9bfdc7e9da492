import type { Path } from '../path.ts';
import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import { CHANGES, type Difference } from './difference.ts';
import { pairLists } from './pair-lists.ts';
import { countIgnored, isIgnored, isPlain, type Place, stepInto } from './rules.ts';
import { same } from './same.ts';

/**
 * Every place at which B differs from A, sorted by path: the deepest place that tells what changed. Of a map or list that is in one of
 * them only, the whole is one difference.
 *
 * Recurses as deep as the documents are nested, which readers limit.
 */
export function differences(a: unknown, b: unknown, place: Place): Difference[] {
  const found: Difference[] = [];
  walk({ a, b, place, path: [], found });
  return found.sort(byPath);
}

interface Walk {
  readonly a: unknown;
  readonly b: unknown;
  readonly place: Place;
  /** Grows and shrinks along the walk. */
  readonly path: (string | number)[];
  readonly found: Difference[];
}

function walk({ a, b, place, path, found }: Walk): void {
  if (isIgnored(place)) {
    if (!same(a, b, { ...place, given: NOTHING, own: NOTHING })) countIgnored(place);
    return;
  }
  if (a === b) return;
  if (Array.isArray(a) && Array.isArray(b)) walkList(a, b, { place, path, found });
  else if (isPlainMap(a) && isPlainMap(b)) walkMap(a, b, { place, path, found });
  else found.push({ path: [...path], change: 'changed', before: a, after: b });
}

type Where = Omit<Walk, 'a' | 'b'>;

/** Where nothing is ignored any more. */
const NOTHING: Place['given'] = { matched: [], alive: false, byIndex: false, step: () => NOTHING };

function walkMap(a: PlainMap, b: PlainMap, { place, path, found }: Where): void {
  for (const key of Object.keys(a)) {
    const below = stepInto(place, key);
    path.push(key);
    if (Object.hasOwn(b, key)) walk({ a: a[key], b: b[key], place: below, path, found });
    else oneSided({ change: 'removed', before: a[key] }, { place: below, path, found });
    path.pop();
  }
  for (const key of Object.keys(b)) {
    if (Object.hasOwn(a, key)) continue;
    path.push(key);
    oneSided({ change: 'added', after: b[key] }, { place: stepInto(place, key), path, found });
    path.pop();
  }
}

function walkList(a: readonly unknown[], b: readonly unknown[], { place, path, found }: Where): void {
  const plain = isPlain(place);
  for (const { key, i, j, equal } of pairLists(a, b, place)) {
    if (equal && plain) continue;
    const below = stepInto(place, key);
    path.push(key);
    if (i !== undefined && j !== undefined) walk({ a: a[i], b: b[j], place: below, path, found });
    else if (i !== undefined) oneSided({ change: 'removed', before: a[i] }, { place: below, path, found });
    else if (j !== undefined) oneSided({ change: 'added', after: b[j] }, { place: below, path, found });
    path.pop();
  }
}

function oneSided(difference: Omit<Difference, 'path'>, { place, path, found }: Where): void {
  if (isIgnored(place)) countIgnored(place);
  else {
    found.push({ path: [...path], ...difference });
    meet(difference.change === 'added' ? difference.after : difference.before, place);
  }
}

/** Rules that name something inside what was added or removed are met, though they keep nothing out. */
function meet(value: unknown, place: Place): void {
  if (!place.given.alive) return;
  const entries = Array.isArray(value) ? value.entries() : isPlainMap(value) ? Object.entries(value) : [];
  for (const [key, item] of entries) {
    const below = stepInto(place, key);
    if (!isIgnored(below)) meet(item, below);
  }
}

/** Whether a path stands before another: item after item, indices by number, then what was removed before what was added. */
export function byPath(one: Difference, other: Difference): number {
  return comparePaths(one.path, other.path) || ORDER.indexOf(one.change) - ORDER.indexOf(other.change);
}

const ORDER = CHANGES.toReversed();

function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compareText(String(x), String(y));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
