/** A part of two lists that differs: `a[aStart..aEnd)` became `b[bStart..bEnd)`. What lies between parts is equal. */
export interface Region {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

export interface AlignOptions {
  /** Whether an item of A and one of B are the same. */
  readonly same: (i: number, j: number) => boolean;
  /** Texts that are equal exactly for items that are the same. */
  readonly idOfA: (i: number) => string;
  readonly idOfB: (j: number) => string;
}

/** Edits above which the shortest script is no longer looked for. */
const MAX_EDITS = 1000;

/** Steps that looking for it may take: items times edits. */
const MAX_WORK = 50_000_000;

/**
 * The parts in which two lists differ, in order, as few and as small as can be had in bounded time: equal ends are taken off; then the
 * shortest edit script (Myers, An O(ND) Difference Algorithm, 1986); where that has too many edits, items that each list has once are
 * the fixed points, and what lies between two of them is one part. Neither recursive nor quadratic in the lengths.
 */
export function differingRegions(lengthA: number, lengthB: number, options: AlignOptions): Region[] {
  const { same } = options;
  let start = 0;
  while (start < lengthA && start < lengthB && same(start, start)) start++;
  let [endA, endB] = [lengthA, lengthB];
  while (endA > start && endB > start && same(endA - 1, endB - 1)) {
    endA--;
    endB--;
  }
  if (start === endA || start === endB)
    return endA === endB ? [] : [{ aStart: start, aEnd: endA, bStart: start, bEnd: endB }];
  if (endA === endB) {
    const changed = Array.from({ length: endA - start }, (_, i) => start + i).filter((i) => !same(i, i));
    // Most stand where they stood: nothing was moved, some were changed.
    if (changed.length * 2 <= endA - start) return joined(changed.map((i) => [i, i]));
  }
  const ids = new Map<string, number>();
  const number = (id: string): number => {
    const known = ids.get(id) ?? ids.size;
    ids.set(id, known);
    return known;
  };
  const a = Int32Array.from({ length: endA - start }, (_, i) => number(options.idOfA(start + i)));
  const b = Int32Array.from({ length: endB - start }, (_, j) => number(options.idOfB(start + j)));
  const kept = shortestScript(a, b) ?? fixedPoints(a, b, ids.size);
  return regionsBetween(kept, a.length, b.length).map(({ aStart, aEnd, bStart, bEnd }) => ({
    aStart: aStart + start,
    aEnd: aEnd + start,
    bStart: bStart + start,
    bEnd: bEnd + start,
  }));
}

/** Pairs of items that stay, in order; undefined where there are too many edits. */
function shortestScript(a: Int32Array, b: Int32Array): (readonly [number, number])[] | undefined {
  const [n, m] = [a.length, b.length];
  const most = Math.min(n + m, MAX_EDITS, Math.ceil(MAX_WORK / (n + m)));
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (furthest[offset + k - 1] ?? 0) < (furthest[offset + k + 1] ?? 0));
      let x = down ? (furthest[offset + k + 1] ?? 0) : (furthest[offset + k - 1] ?? 0) + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      furthest[offset + k] = x;
      if (x >= n && x - k >= m) return walkBack(trace, n, m);
    }
  }
  return undefined;
}

function walkBack(trace: readonly Int32Array[], n: number, m: number): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const row = trace[edits] ?? new Int32Array();
    const at = (k: number): number => row[k + edits + 1] ?? 0;
    const k = x - y;
    const down = k === -edits || (k !== edits && at(k - 1) < at(k + 1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : at(fromK);
    const fromY = edits === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      kept.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return kept.reverse();
}

/** Items that both lists have exactly once, as many as stand in one order in both: the longest rising sequence. */
function fixedPoints(a: Int32Array, b: Int32Array, ids: number): (readonly [number, number])[] {
  const placeIn = (list: Int32Array): Int32Array => {
    const places = new Int32Array(ids).fill(-1);
    list.forEach((id, i) => {
      places[id] = places[id] === -1 ? i : -2;
    });
    return places;
  };
  const [inA, inB] = [placeIn(a), placeIn(b)];
  const pairs: (readonly [number, number])[] = [];
  a.forEach((id, i) => {
    const j = inB[id] ?? -1;
    if (inA[id] === i && j >= 0) pairs.push([i, j]);
  });
  const ends: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  const placeInB = (pair: number): number => pairs[pair]?.[1] ?? -1;
  pairs.forEach(([, j], pair) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placeInB(ends[middle] ?? -1) < j) low = middle + 1;
      else high = middle;
    }
    before[pair] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = pair;
  });
  const kept: (readonly [number, number])[] = [];
  for (let pair = ends.at(-1) ?? -1; pair >= 0; pair = before[pair] ?? -1) {
    const found = pairs[pair];
    if (found) kept.push(found);
  }
  return kept.reverse();
}

/** What lies between items that stay. */
function regionsBetween(kept: readonly (readonly [number, number])[], n: number, m: number): Region[] {
  const regions: Region[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...kept, [n, m] as const]) {
    if (x > i || y > j) regions.push({ aStart: i, aEnd: x, bStart: j, bEnd: y });
    [i, j] = [x + 1, y + 1];
  }
  return regions;
}

/** Neighbours that changed in place are one part. */
function joined(pairs: readonly (readonly [number, number])[]): Region[] {
  const regions: { aStart: number; aEnd: number; bStart: number; bEnd: number }[] = [];
  for (const [i, j] of pairs) {
    const last = regions.at(-1);
    if (last && last.aEnd === i && last.bEnd === j) {
      last.aEnd++;
      last.bEnd++;
    } else regions.push({ aStart: i, aEnd: i + 1, bStart: j, bEnd: j + 1 });
  }
  return regions;
}
