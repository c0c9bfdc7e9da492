import { compareText } from '../plain.ts';
import type { Layer } from './layer.ts';
import { overrides } from './merge.ts';

/** What one layer says of a setting or package; null takes it out. */
export interface Said<T> {
  readonly layer: Layer;
  readonly said: T | null;
}

/** Those that no other of them overrides, by name: more than one where layers meet of which neither contains the other. */
export function strongest<T>(
  layers: readonly Layer[],
  read: (layer: Layer) => Readonly<Record<string, T | null>> | undefined,
  id: string,
): Said<T>[] {
  const entries = layers.flatMap((layer): Said<T>[] => {
    const map = read(layer) ?? {};
    return Object.hasOwn(map, id) ? [{ layer, said: map[id] ?? null }] : [];
  });
  return entries
    .filter((e) => !entries.some((other) => other !== e && overrides(asSource(other.layer), asSource(e.layer))))
    .sort((a, b) => compareText(a.layer.name, b.layer.name));
}

/** Every id that one of the layers names, by name. */
export const idsOf = (layers: readonly Layer[], read: (layer: Layer) => object | undefined): string[] =>
  [...new Set(layers.flatMap((layer) => Object.keys(read(layer) ?? {})))].sort(compareText);

const asSource = ({ name, origin, match }: Layer) => ({
  name,
  origin,
  match,
  value: {},
  locate: () => ({ file: name, line: 1, column: 1 }),
});
