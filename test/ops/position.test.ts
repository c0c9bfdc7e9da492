import { expect, it } from 'vitest';
import { positionOf } from '../../src/ops/position.ts';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { cluster, smallEngine } from './small-engine.ts';

const recipe = resolveRecipe(smallEngine, { document: cluster('components: { extra: { a: { b: 1 } } }\n') });

it.each([
  ['the value itself', 'components.gpu-operator.driver.version', 'small/h100.yaml:7'],
  ['a row of the bill', 'components.gpu-operator.chart.version', 'small/base.yaml:13'],
  ['a list item, by its list or map', 'components.extra.a.b.c', 'clusters/prod.yaml:13'],
  ['the first value below', 'components.extra', 'clusters/prod.yaml:13'],
  ['nobody', 'nonsense.path', undefined],
  ['no path', '', undefined],
])('%s', (_, path, expected) => {
  const at = positionOf(recipe, path);
  expect(at && `${at.file}:${at.line}`).toBe(expected);
});
