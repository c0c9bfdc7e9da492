import { expect, it } from 'vitest';
import { gpuOperator } from '../../constructs/gpu-operator.ts';
import { relatedClaims } from '../../src/ops/related-claims.ts';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { cluster, smallEngine } from './small-engine.ts';

const claims = (more = '') => relatedClaims([gpuOperator], resolveRecipe(smallEngine, { document: cluster(more) }));

it('names the component that brings a thing, as its props say', () => {
  expect([claims().get('nfd'), claims().get('nvidia-driver')]).toEqual(['gpu-operator', 'gpu-operator']);
  expect(claims('ownership: { driver: image }\n').has('nvidia-driver')).toBe(false);
});
