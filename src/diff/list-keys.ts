import { isPlainMap } from '../plain.ts';
import type { ListRule } from './rules.ts';

/**
 * Key of each item → its index, for the two lists by the first choice of the rule by which every item of both has a key of its own;
 * undefined where none fits.
 */
export function keyedItems(
  a: readonly unknown[],
  b: readonly unknown[],
  rule: ListRule | undefined,
  textOf: (item: unknown) => string,
): readonly [a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>] | undefined {
  if (rule === undefined) return undefined;
  const choices = rule.by === 'value' ? [undefined] : rule.by;
  for (const fields of choices) {
    const keyOf = (item: unknown): string | undefined =>
      fields === undefined ? (typeof item === 'string' ? item : textOf(item)) : keyBy(item, fields);
    const inA = indexed(a, keyOf);
    const inB = inA && indexed(b, keyOf);
    if (inA && inB) return [inA, inB];
  }
  return undefined;
}

function indexed(
  items: readonly unknown[],
  keyOf: (item: unknown) => string | undefined,
): ReadonlyMap<string, number> | undefined {
  const places = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const key = keyOf(item);
    if (key === undefined || places.has(key)) return undefined;
    places.set(key, i);
  }
  return places;
}

/** `nvidia.com/gpu:NoSchedule`. Of several fields some may be absent, but not all. */
function keyBy(item: unknown, fields: readonly string[]): string | undefined {
  if (!isPlainMap(item)) return undefined;
  const parts = fields.map((field) => {
    const value = Object.hasOwn(item, field) ? item[field] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
  const key = parts.join(':');
  return key.length < fields.length ? undefined : key;
}
