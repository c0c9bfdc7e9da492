import { expect, it } from 'vitest';
import { isDefinitions, stepsOf } from '../../src/deploy/steps.ts';
import { bundle, release, unit } from './bundle.ts';

it('orders phases by three times the wave, plus the phase', () => {
  expect(stepsOf(bundle).map(({ name, order }) => [name, order])).toEqual([
    ['cert-manager', 4],
    ['gateway-api-crds', 4],
    ['gpu-operator-before', 6],
    ['gpu-operator', 7],
    ['nodewright', 7],
    ['nodewright-after', 8],
    ['fabric-env', 10],
    ['nvsentinel', 10],
  ]);
});

it('makes no step of a phase that has nothing to apply', () => {
  expect(stepsOf({ ...bundle, units: [unit({ component: 'empty' })] })).toEqual([]);
});

it.each`
  component             | expected
  ${'gateway-api-crds'} | ${true}
  ${'cert-manager'}     | ${false}
  ${'fabric-env'}       | ${false}
`('$component brings definitions only: $expected', ({ component, expected }) => {
  expect(
    stepsOf(bundle)
      .filter((step) => step.name === component)
      .map(isDefinitions),
  ).toEqual([expected]);
});

it('takes a chart whose name ends in -crds for definitions', () => {
  const units = [unit({ component: 'x', release: release({ name: 'kgateway-crds', version: '2.0.5' }) })];
  expect(stepsOf({ ...bundle, units }).map(isDefinitions)).toEqual([true]);
});
