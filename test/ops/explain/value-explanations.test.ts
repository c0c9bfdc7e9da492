import { expect, it } from 'vitest';
import { recipeExplanations } from '../../../src/ops/explain/recipe-explanations.ts';
import { find, valueExplanations } from '../../../src/ops/explain/value-explanations.ts';
import { resolveRecipe } from '../../../src/ops/resolve-recipe.ts';
import { unitsOf } from '../../../src/ops/units-of.ts';
import { formatPath, parsePath, valueAt } from '../../../src/path.ts';
import type { Explanation } from '../../../src/report/explain.ts';
import { cluster, smallEngine } from '../small-engine.ts';

const one = (path: string, value: unknown): Explanation => ({
  path,
  value,
  kind: 'default',
  by: 'x',
  overrode: [],
  from: [],
});
const known = new Map([one('a.b', { c: [1, 2] }), one('a.d.e', 1), one('a.d.f', 2)].map((each) => [each.path, each]));

it.each([
  ['a.b', ['a.b']],
  ['a.d', ['a.d.e', 'a.d.f']],
  ['a.b.c[1]', ['a.b']],
  ['a.b.nope', []],
  ['zzz', []],
])('find %s → %j', (path, expected) => {
  expect(find(known, path).map((each) => each.path)).toEqual(expected);
});

it('has every Helm value that a construct set, with the value that the release has', () => {
  const document = cluster();
  const recipe = resolveRecipe(smallEngine, { document });
  const { units } = unitsOf(smallEngine, recipe);
  const values = valueExplanations(units, recipeExplanations({ recipe, catalog: smallEngine.catalog, document }));
  for (const { component, release } of units) {
    for (const text of release?.attribution.keys() ?? []) {
      // Helm merges maps: an empty one says nothing, and is left out of the release.
      if (valueAt(release?.values, parsePath(text) ?? []) === undefined) continue;
      const path = `${formatPath(['components', component])}.values.${text}`;
      expect([path, values.get(path)?.kind]).toEqual([path, expect.stringMatching(/^(computed|fixed)$/)]);
    }
  }
});
