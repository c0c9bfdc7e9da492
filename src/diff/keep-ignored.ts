import { isPlainMap, type PlainMap } from '../plain.ts';
import { pairLists } from './pair-lists.ts';
import { isIgnored, type Place, stepInto } from './rules.ts';

/**
 * B with everything that is ignored as A has it: what a patch of A may lead to. Its differences from B, under the same rules, are none.
 */
export function keepIgnored(a: unknown, b: unknown, place: Place): unknown {
  if (isIgnored(place)) return a;
  if (Array.isArray(a) && Array.isArray(b)) return keepInList(a, b, place);
  return isPlainMap(a) && isPlainMap(b) ? keepInMap(a, b, place) : b;
}

function keepInMap(a: PlainMap, b: PlainMap, place: Place): PlainMap {
  const kept: [string, unknown][] = [];
  for (const key of Object.keys(b)) {
    const below = stepInto(place, key);
    if (Object.hasOwn(a, key)) kept.push([key, keepIgnored(a[key], b[key], below)]);
    else if (!isIgnored(below)) kept.push([key, b[key]]);
  }
  for (const key of Object.keys(a))
    if (!Object.hasOwn(b, key) && isIgnored(stepInto(place, key))) kept.push([key, a[key]]);
  return Object.fromEntries(kept);
}

function keepInList(a: readonly unknown[], b: readonly unknown[], place: Place): unknown[] {
  const byIndex = place.given.byIndex || place.own.byIndex;
  const kept: unknown[] = [];
  for (const { key, i, j } of pairLists(a, b, place)) {
    const below = stepInto(place, key);
    if (i !== undefined && j !== undefined) kept.push(keepIgnored(a[i], b[j], below));
    // Where positions count, an item that one list lacks cannot be left out without moving those after it.
    else if (i !== undefined) {
      if (isIgnored(below) && (!byIndex || kept.length === i)) kept.push(a[i]);
    } else if (j !== undefined && (byIndex || !isIgnored(below))) kept.push(b[j]);
  }
  return kept;
}
