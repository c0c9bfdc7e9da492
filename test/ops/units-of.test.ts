import { expect, it } from 'vitest';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { unitsOf } from '../../src/ops/units-of.ts';
import { cluster, smallEngine } from './small-engine.ts';

it('makes manifests also where a check over them would fail', () => {
  const document = cluster('components: { gpu-operator: { values: { driver: { enabledd: false } } } }\n');
  const { units, namespaces } = unitsOf(smallEngine, resolveRecipe(smallEngine, { document }));
  expect(units.map(({ component }) => component).sort()).toEqual([
    'cert-manager',
    'gpu-operator',
    'prometheus-operator-crds',
  ]);
  expect(namespaces.map(({ metadata }) => metadata.name).sort()).toEqual([
    'cert-manager',
    'gpu-operator',
    'monitoring',
  ]);
});
