import { expect, it } from 'vitest';
import { queriesOf } from '../../src/recipe/leaf.ts';
import { catalogOf, WORLD } from './catalog.ts';

it('a leaf admits each intent without a platform and with each of its platforms', () => {
  const leaf = catalogOf(WORLD).leaves[0];
  const base = { service: 'eks', accelerator: 'h100', os: 'ubuntu' };
  expect(leaf && queriesOf(leaf)).toEqual([
    { ...base, intent: 'training' },
    { ...base, intent: 'training', platform: 'kubeflow' },
    { ...base, intent: 'inference' },
  ]);
});
