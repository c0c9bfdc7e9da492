import { differingRegions } from './align.ts';
import { keyedItems } from './list-keys.ts';
import { itemPlace, type Place, stepInto } from './rules.ts';
import { same, textOf } from './same.ts';

/** An item of A and the item of B that it became; one is absent for what was removed or added. Equal neighbours are one run. */
export type Pairing =
  | { readonly key: string | number; readonly i: number; readonly j: number; readonly equal: boolean }
  | { readonly key: string | number; readonly i: number; readonly j?: undefined; readonly equal?: undefined }
  | { readonly key: string | number; readonly i?: undefined; readonly j: number; readonly equal?: undefined };

/**
 * Which item became which, in the order of B with what was removed where it stood. The key is the item's step in paths: its key where
 * the list is keyed or a set, else its index in A, for what was added in B.
 */
export function pairLists(a: readonly unknown[], b: readonly unknown[], place: Place): Pairing[] {
  const keyed = keyedItems(a, b, place.lists.matched[0], (item) => textOf(item, itemPlace(place)));
  if (keyed) return byKey(keyed[0], keyed[1]);
  if (place.given.byIndex || place.own.byIndex) return byPosition(a.length, b.length);
  const regions = differingRegions(a.length, b.length, {
    same: (i, j) => same(a[i], b[j], stepInto(place, i)),
    idOfA: (i) => textOf(a[i], stepInto(place, i)),
    idOfB: (j) => textOf(b[j], stepInto(place, j)),
  });
  const pairs: Pairing[] = [];
  let [i, j] = [0, 0];
  for (const { aStart, aEnd, bEnd } of [...regions, end(a.length, b.length)]) {
    while (i < aStart) pairs.push({ key: i, i: i++, j: j++, equal: true });
    while (i < aEnd && j < bEnd) pairs.push({ key: i, i: i++, j: j++, equal: false });
    while (i < aEnd) pairs.push({ key: i, i: i++ });
    while (j < bEnd) pairs.push({ key: j, j: j++ });
    [i, j] = [aEnd, bEnd];
  }
  return pairs;
}

const end = (n: number, m: number) => ({ aStart: n, aEnd: n, bStart: m, bEnd: m });

function byKey(inA: ReadonlyMap<string, number>, inB: ReadonlyMap<string, number>): Pairing[] {
  const removed = [...inA].filter(([key]) => !inB.has(key)).map(([key, i]): Pairing => ({ key, i }));
  const rest = [...inB].map(([key, j]): Pairing => {
    const i = inA.get(key);
    return i === undefined ? { key, j } : { key, i, j, equal: false };
  });
  return [...rest, ...removed];
}

/** A pattern that names an index of the list makes its positions count. */
function byPosition(n: number, m: number): Pairing[] {
  return Array.from({ length: Math.max(n, m) }, (_, i): Pairing => {
    if (i < n && i < m) return { key: i, i, j: i, equal: false };
    return i < n ? { key: i, i } : { key: i, j: i };
  });
}
