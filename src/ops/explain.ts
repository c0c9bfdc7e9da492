import { parseProps } from '../contract/component.ts';
import type { ComponentManifests } from '../contract/manifests.ts';
import { CnsError } from '../errors.ts';
import { formatPath, parsePath, valueAt } from '../path.ts';
import { compareText } from '../plain.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import type { Explanation } from '../report/explain.ts';
import type { Engine } from './engine.ts';
import { below } from './explain/reason-of.ts';
import { recipeExplanations } from './explain/recipe-explanations.ts';
import { defaultExplanations, find, valueExplanations } from './explain/value-explanations.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';
import { unitsOf } from './units-of.ts';
import { unknownPath } from './unknown-path.ts';

/**
 * Why the values at or below a path of a cluster are what they are; of every path when none is given.
 *
 * Works on recipes whose manifests cannot be made, too: Helm values are then missing, and asking for one gives the reason.
 *
 * @throws CnsError when the recipe does not resolve, or with the nearest paths when there is nothing at the path
 */
export function explain(engine: Engine, input: RecipeInput, path?: string): readonly Explanation[] {
  const recipe = resolveRecipe(engine, input);
  const known = recipeExplanations({ recipe, catalog: engine.catalog, document: input.document });
  for (const one of defaults(engine, recipe, known)) known.set(one.path, one);
  addWhole(known, recipe);
  const made = unitsOrReason(engine, recipe);
  const units = made instanceof CnsError ? [] : made;
  for (const [at, one] of valueExplanations(units, known)) if (!known.has(at)) known.set(at, one);
  if (path === undefined) return [...known.values()].filter(({ path: at }) => !WHOLE.has(at)).toSorted(byPath);

  const asked = normal(path);
  const under = [...known.values()].filter(({ path: at }) => at === asked || below(at, asked) !== undefined);
  const found = under.length > 0 ? under.filter(({ path: at }) => !WHOLE.has(at)) : find(known, asked);
  if (found.length > 0) return found.map((one) => narrowed(one, asked)).toSorted(byPath);
  if (made instanceof CnsError && /^components\.[^.]+\.values\b/.test(asked)) throw made;
  throw unknownPath(path, known.keys());
}

/** `.components.x` and `tuning.gpu.settings.x` are other ways to write what is meant. */
function normal(path: string): string {
  const parts = parsePath(path.replace(/^\./, '')) ?? [];
  const [section, pool, settings, ...rest] = parts;
  return formatPath(section === 'tuning' && settings === 'settings' ? [section, pool ?? '', ...rest] : parts);
}

const byPath = (a: Explanation, b: Explanation): number => compareText(a.path, b.path);

/** A value inside a list or a map that was decided as a whole is told with its own path and value. */
function narrowed(one: Explanation, asked: string): Explanation {
  const [own, wanted] = [parsePath(one.path) ?? [], parsePath(asked) ?? []];
  if (wanted.length <= own.length) return one;
  return { ...one, path: asked, value: valueAt(one.value, wanted.slice(own.length)) };
}

function defaults(engine: Engine, recipe: ResolvedRecipe, known: ReadonlyMap<string, Explanation>): Explanation[] {
  return Object.entries(recipe.components).flatMap(([name, props]) => {
    const component = engine.components.get(name);
    if (!component) return [];
    try {
      const parsed = parseProps(name, component.props, { ...props, cluster: recipe.context });
      return [...defaultExplanations(name, parsed, known)];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      return []; // the same error stands behind the manifests, and is told when one of them is asked for
    }
  });
}

const WHOLE = new Set(['components', 'tuning.gpu']);

/** What a construct may read as a whole: the names of all components, and the tuning. */
function addWhole(known: Map<string, Explanation>, recipe: ResolvedRecipe): void {
  const by = 'all layers together';
  const names = Object.keys(recipe.components);
  const applied = (recipe.tuning.gpu ?? []).filter(({ state }) => state === 'applies').map(({ id }) => id);
  known.set('components', { path: 'components', value: names, kind: 'joined', by, overrode: [], from: [] });
  known.set('tuning.gpu', { path: 'tuning.gpu', value: applied, kind: 'joined', by, overrode: [], from: [] });
}

function unitsOrReason(engine: Engine, recipe: ResolvedRecipe): readonly ComponentManifests[] | CnsError {
  try {
    return unitsOf(engine, recipe).units;
  } catch (error) {
    if (error instanceof CnsError) return error;
    throw error;
  }
}
