import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import { keyedItems } from './list-keys.ts';
import { isIgnored, isPlain, itemPlace, type Place, stepInto } from './rules.ts';

/**
 * Whether two values say the same under the rules of their place: the order of a map's keys never counts, that of a list does unless a
 * rule says otherwise, and what is ignored is not looked at.
 */
export function same(a: unknown, b: unknown, place: Place): boolean {
  if (isIgnored(place)) return true;
  if (a === b && (typeof a !== 'object' || a === null)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return sameList(a, b, place);
  if (!isPlainMap(a) || !isPlainMap(b)) return false;
  return sameMap(a, b, place);
}

function sameMap(a: PlainMap, b: PlainMap, place: Place): boolean {
  const plain = isPlain(place);
  const keys = Object.keys(a);
  for (const key of keys) {
    const below = plain ? place : stepInto(place, key);
    if (Object.hasOwn(b, key) ? !same(a[key], b[key], below) : !isIgnored(below)) return false;
  }
  if (plain) return keys.length === Object.keys(b).length;
  return Object.keys(b).every((key) => Object.hasOwn(a, key) || isIgnored(stepInto(place, key)));
}

function sameList(a: readonly unknown[], b: readonly unknown[], place: Place): boolean {
  const keyed = keyedItems(a, b, place.lists.matched[0], (item) => textOf(item, itemPlace(place)));
  if (keyed) {
    const [inA, inB] = keyed;
    for (const [key, i] of inA) {
      const j = inB.get(key);
      const below = stepInto(place, key);
      if (j === undefined ? !isIgnored(below) : !same(a[i], b[j], below)) return false;
    }
    return [...inB.keys()].every((key) => inA.has(key) || isIgnored(stepInto(place, key)));
  }
  const [shorter, longer] = [Math.min(a.length, b.length), Math.max(a.length, b.length)];
  for (let i = 0; i < shorter; i++) if (!same(a[i], b[i], stepInto(place, i))) return false;
  for (let i = shorter; i < longer; i++) if (!isIgnored(stepInto(place, i))) return false;
  return true;
}

/** A text that is equal for values that are `same` at a place, and for no others. */
export function textOf(value: unknown, place: Place): string {
  if (Array.isArray(value)) {
    const items = (keys: readonly (string | number)[]): string[] =>
      keys.flatMap((key, i) => {
        const below = stepInto(place, key);
        return isIgnored(below) ? [] : [textOf(value[i], below)];
      });
    const own = keyedItems(value, [], place.lists.matched[0], (item) => textOf(item, itemPlace(place)));
    if (!own) return `[${items([...value.keys()]).join()}]`;
    return `(${items([...own[0].keys()])
      .sort(compareText)
      .join()})`;
  }
  if (!isPlainMap(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort(compareText)
    .flatMap((key) => {
      const below = stepInto(place, key);
      return isIgnored(below) ? [] : [`${JSON.stringify(key)}:${textOf(value[key], below)}`];
    });
  return `{${entries.join()}}`;
}
