import { compareText, isPlainMap, type PlainMap } from '../../plain.ts';

/** A map below an object; empty where there is none. */
export function mapAt(value: unknown, ...path: readonly string[]): PlainMap {
  let here = value;
  for (const key of path) here = isPlainMap(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return isPlainMap(here) ? here : {};
}

/** The maps of a list; anything else in it is passed over. */
export const mapsAt = (map: PlainMap, key: string): readonly PlainMap[] => {
  const value = map[key];
  return Array.isArray(value) ? value.filter(isPlainMap) : [];
};

/** A text that says something. */
export const textAt = (map: PlainMap, key: string): string | undefined => {
  const value = map[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A count, 0 where there is none: API servers leave zeros out. */
export const countAt = (map: PlainMap, key: string, otherwise = 0): number => {
  const value = map[key];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise;
};

/** The texts of a map, sorted by key. Quantities may be numbers in JSON. */
export function textsAt(map: PlainMap): Record<string, string> {
  const texts = Object.entries(map).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)] as const] : [],
  );
  return sortedRecord(texts);
}

/** A record in byte order of its keys. Its prototype is out of reach of any key. */
export function sortedRecord<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].filter(([key]) => key !== '__proto__').sort(([a], [b]) => compareText(a, b)));
}

/** Without the keys whose value is absent. */
export const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
