import type { Source } from '../../errors.ts';
import { formatPath, type Path, parsePath } from '../../path.ts';
import { locate } from '../../recipe/document.ts';
import type { Layer, Reason } from '../../recipe/layer.ts';

/**
 * Why a layer sets a path: its own note, that of the nearest ancestor, or the reason that stands in the data itself (a row of
 * the bill, a claim of the provider, a package of the node agent).
 */
export function reasonOf({ document }: Layer, path: Path): Reason | undefined {
  const { notes, bill, provided } = document;
  for (let length = path.length; length > 0; length--) {
    const note = notes[formatPath(path.slice(0, length))];
    if (note) return note;
  }
  const [section, name] = path;
  if (section === 'bill') return own(bill, name);
  if (section === 'provided') return own(provided, name) ?? undefined;
  return undefined;
}

function own<T>(map: Readonly<Record<string, T>>, key: string | number | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Where a constraint of a layer stands: its own, or one of a component's row in the bill (`file (component)`). */
export function constraintPlace(layers: readonly Layer[], name: string, subject: string): Source | undefined {
  const [, file, component] = /^(.*?)(?: \(([^()]+)\))?$/.exec(name) ?? [];
  const layer = layers.find((one) => one.name === file);
  if (!layer) return undefined;
  const path = component === undefined ? ['constraints', subject] : ['bill', component, 'constraints', subject];
  return placeIn(layer, path);
}

export const placeIn = ({ name, positions }: Layer, path: Path): Source =>
  locate({ file: name, value: undefined, positions }, path);

/** The path without its first `length` keys, or undefined when it is not below `ancestor`. */
export function below(path: string, ancestor: string): Path | undefined {
  if (!path.startsWith(ancestor) || !/^[.[]/.test(path.slice(ancestor.length))) return undefined;
  return parsePath(path.slice(ancestor.length).replace(/^\./, ''));
}
