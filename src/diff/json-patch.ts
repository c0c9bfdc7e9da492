import { CnsError } from '../errors.ts';
import { formatPath } from '../path.ts';
import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import { differingRegions } from './align.ts';
import { matcher } from './matcher.ts';
import type { Place } from './rules.ts';
import { same, textOf } from './same.ts';

/** One operation of JSON Patch, RFC 6902. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * Operations that make B of A, exactly: the order of a list counts, whatever the rules say. They are the same for the same documents,
 * whatever the order of their keys.
 *
 * @throws CnsError `DOCUMENT_INVALID` for a change below a key that reaches an object's prototype: programs that apply patches pass it by
 */
export function jsonPatch(a: unknown, b: unknown): PatchOperation[] {
  const operations: PatchOperation[] = [];
  diff(a, b, [], operations);
  return operations;
}

/** RFC 6902 knows nothing of our rules. */
const EXACT: Place = { given: matcher([]), own: matcher([]), lists: matcher([]), tally: new Map() };

const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Pointer = readonly (string | number)[];

function diff(a: unknown, b: unknown, at: Pointer, out: PatchOperation[]): void {
  if (a === b) return;
  if (Array.isArray(a) && Array.isArray(b)) diffList(a, b, at, out);
  else if (isPlainMap(a) && isPlainMap(b)) diffMap(a, b, at, out);
  else out.push({ op: 'replace', path: pointer(at), value: b });
}

function diffMap(a: PlainMap, b: PlainMap, at: Pointer, out: PatchOperation[]): void {
  const gone = Object.keys(a).filter((key) => !Object.hasOwn(b, key));
  if (gone.length > 1 && gone.length === Object.keys(a).length) {
    // Nothing of it stays.
    out.push({ op: 'replace', path: pointer(at), value: b });
    return;
  }
  for (const key of gone.sort(compareText)) out.push({ op: 'remove', path: pointer([...at, key]) });
  for (const key of Object.keys(b).sort(compareText)) {
    if (!Object.hasOwn(a, key)) out.push({ op: 'add', path: pointer([...at, key]), value: b[key] });
    else if (a[key] !== b[key]) diff(a[key], b[key], [...at, key], out);
  }
}

function diffList(a: readonly unknown[], b: readonly unknown[], at: Pointer, out: PatchOperation[]): void {
  const regions = differingRegions(a.length, b.length, {
    same: (i, j) => same(a[i], b[j], EXACT),
    idOfA: (i) => textOf(a[i], EXACT),
    idOfB: (j) => textOf(b[j], EXACT),
  });
  const edited = regions.reduce((sum, { aStart, aEnd }) => sum + aEnd - aStart, 0);
  if (edited > 1 && edited === a.length && (b.length === 0 || !a.some(isNested))) {
    out.push({ op: 'replace', path: pointer(at), value: b });
    return;
  }
  // Indices are those of the list as the operations before have left it: it is B as far as they came.
  for (const { aStart, aEnd, bStart, bEnd } of regions) {
    const paired = Math.min(aEnd - aStart, bEnd - bStart);
    for (let n = 0; n < paired; n++) diff(a[aStart + n], b[bStart + n], [...at, bStart + n], out);
    for (let n = aStart + paired; n < aEnd; n++) out.push({ op: 'remove', path: pointer([...at, bStart + paired]) });
    for (let j = bStart + paired; j < bEnd; j++) out.push({ op: 'add', path: pointer([...at, j]), value: b[j] });
  }
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** RFC 6901: `~` and `/` are written `~0` and `~1`. */
function pointer(at: Pointer): string {
  const refused = at.find((key) => typeof key === 'string' && REFUSED.has(key));
  if (refused !== undefined)
    throw new CnsError({
      code: 'DOCUMENT_INVALID',
      path: formatPath(at),
      message: `no patch can change what stands below the key ${JSON.stringify(refused)}`,
      hint: 'rename the key',
    });
  return at.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
