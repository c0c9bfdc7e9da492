import { expect, it } from 'vitest';
import { leavesOf, recipeExplanations } from '../../../src/ops/explain/recipe-explanations.ts';
import { resolveRecipe } from '../../../src/ops/resolve-recipe.ts';
import { formatPath } from '../../../src/path.ts';
import { cluster, smallEngine } from '../small-engine.ts';

const explained = (more = '') => {
  const document = cluster(more);
  const recipe = resolveRecipe(smallEngine, { document });
  return { recipe, known: recipeExplanations({ recipe, catalog: smallEngine.catalog, document }) };
};

it('has every prop of every component of the recipe, with the value that the recipe has', () => {
  const { recipe, known } = explained(
    'components:\n  gpu-operator: { values: { operator: { logging: { level: debug } } } }\n',
  );
  for (const [path, value] of leavesOf(recipe.components, ['components'])) {
    if (path.length === 2) continue;
    expect([formatPath(path), known.get(formatPath(path))?.value]).toEqual([formatPath(path), value]);
  }
});

it('has every setting and every constraint', () => {
  const { recipe, known } = explained();
  for (const { id } of recipe.tuning.gpu ?? []) expect(known.has(`tuning.gpu.${id}`)).toBe(true);
  for (const { subject } of recipe.constraints) expect(known.has(`constraints.${subject}`)).toBe(true);
});

it('gives every layer as a place that is in it', () => {
  const { known } = explained();
  const layers = new Map(smallEngine.catalog.layers.map((layer) => [layer.name, layer]));
  const placed = [...known.values()].filter(({ kind }) => kind === 'layer');
  expect(placed.length).toBeGreaterThan(10);
  for (const { by, source } of placed) expect([by, layers.has(source?.file ?? '')]).toEqual([by, true]);
});

it('leavesOf keeps empty maps and lists whole', () => {
  expect(
    leavesOf({ a: {}, b: [1], c: { d: undefined, e: null } }, ['x']).map(([path, value]) => [formatPath(path), value]),
  ).toEqual([
    ['x.a', {}],
    ['x.b', [1]],
    ['x.c.e', null],
  ]);
});
