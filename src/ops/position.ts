import type { Problem, Source } from '../errors.ts';
import { formatPath, type Path, parsePath } from '../path.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';

/**
 * Where the value at a recipe path was set: its own place, or that of the first value below it, or of the nearest ancestor that a
 * layer set. A component's chart,
 * Git source and namespace may stand in the bill of materials.
 */
export function positionOf(recipe: ResolvedRecipe, path: Path | string): Source | undefined {
  const parts = typeof path === 'string' ? (parsePath(path) ?? []) : path;
  const text = formatPath(parts);
  const own = recipe.provenance.get(text);
  if (own) return own.source;
  for (const [path, { source }] of recipe.provenance) if (isBelow(path, text)) return source;
  for (let length = parts.length; length > 0; length--) {
    const at = parts.slice(0, length);
    const own = recipe.provenance.get(formatPath(at));
    if (own) return own.source;
    const row = at[0] === 'components' ? recipe.provenance.get(formatPath(['bill', ...at.slice(1)])) : undefined;
    if (row) return row.source;
  }
  return undefined;
}

/** A problem with the position of its path, when it has none. */
export function placed(recipe: ResolvedRecipe, problem: Problem): Problem {
  const source = problem.source ?? positionOf(recipe, problem.path ?? '');
  return source ? { ...problem, source } : problem;
}

const isBelow = (path: string, ancestor: string): boolean =>
  ancestor !== '' && path.startsWith(ancestor) && (path[ancestor.length] === '.' || path[ancestor.length] === '[');
