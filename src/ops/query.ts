import { formatPath, type Path, parsePath, valueAt } from '../path.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { unknownPath } from './unknown-path.ts';

/**
 * The value at a path of a resolved recipe, e.g. `components.gpu-operator.driver.version`.
 *
 * @throws CnsError with the nearest paths when the recipe has nothing there
 */
export function queryRecipe(recipe: PlainMap, selector: string): unknown {
  const path = parsePath(selector.replace(/^\./, ''));
  const value = path === undefined ? undefined : valueAt(recipe, path);
  if (value === undefined) throw unknownPath(selector, pathsOf(recipe, []));
  return value;
}

function pathsOf(value: unknown, at: Path): string[] {
  const own = at.length === 0 ? [] : [formatPath(at)];
  if (!isPlainMap(value)) return own;
  return [...own, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))];
}
