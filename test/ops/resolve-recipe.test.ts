import { expect, it } from 'vitest';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

it('resolves a cluster document, flags last', () => {
  const { components, leaf } = resolveRecipe(smallEngine, {
    document: cluster(),
    set: { 'gpu-operator': { driver: { version: '580.82.07' } } },
  });
  expect([leaf?.support, components['gpu-operator']?.driver]).toEqual(['schema-checked', { version: '580.82.07' }]);
});

it('takes criteria without a leaf only when asked', async () => {
  const base = cluster();
  const document = {
    ...base,
    value: {
      ...(base.value as object),
      criteria: { service: 'gke', accelerator: 'l4', os: 'ubuntu', intent: 'training' },
    },
  };
  expect((await problemsOf(() => resolveRecipe(smallEngine, { document }))).map(({ code }) => code)).toEqual([
    'LEAF_UNKNOWN',
  ]);
  expect(resolveRecipe(smallEngine, { document, allowGeneric: true }).leaf).toBe(undefined);
});
