/** A map as YAML and JSON know it. */
export type PlainMap = Readonly<Record<string, unknown>>;

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with only these keys, where they have a value. */
export const pick = <T extends object, K extends keyof T>(value: T, keys: readonly K[]): Partial<Pick<T, K>> =>
  Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]),
  ) as unknown as Partial<Pick<T, K>>;

/** Whether two values say the same: the order of a map's keys does not count, that of a list does. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (!isPlainMap(a) || !isPlainMap(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** Byte-wise order. Not localeCompare: its answer depends on the machine's locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `frozen` went through: `Object.isFrozen` says nothing of what is inside. */
const deep = new WeakSet<object>();

/** Makes plain data and everything in it unchangeable. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || deep.has(value)) return value;
  deep.add(value);
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}

/** Whether `frozen` made this unchangeable to its depth, so that what is made of it may be remembered. */
export const isFrozen = (value: object): boolean => deep.has(value);
