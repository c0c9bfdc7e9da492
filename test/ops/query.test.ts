import { expect, it } from 'vitest';
import { queryRecipe } from '../../src/ops/query.ts';
import { problemsOf } from './memory-io.ts';

const recipe = { components: { 'gpu-operator': { driver: { version: '580' }, list: [{ a: 1 }] } }, none: null };

it.each([
  ['components.gpu-operator.driver.version', '580'],
  ['.components.gpu-operator.driver', { version: '580' }],
  ['components["gpu-operator"].list[0].a', 1],
  ['none', null],
])('%s', (selector, expected) => {
  expect(queryRecipe(recipe, selector)).toEqual(expected);
});

it.each([
  ['components.gpu-operator.driver.versio', 'did you mean components.gpu-operator.driver.version?'],
  ['components.gpu-operator.lost', 'did you mean components.gpu-operator.list?'],
  ['toString', undefined],
  ['a..b', undefined],
])('%s is not there', async (selector, hint) => {
  const [problem] = await problemsOf(() => queryRecipe(recipe, selector));
  expect(problem?.path).toBe(selector);
  if (hint) expect(problem?.hint).toContain(hint);
});
