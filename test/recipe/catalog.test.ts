import { expect, it } from 'vitest';
import { joinCatalogs, valuesOf } from '../../src/recipe/catalog.ts';
import { catalogOf, WORLD } from './catalog.ts';

it('a value is legal when it has a single-value layer, and brings its aliases', () => {
  const catalog = catalogOf({ ...WORLD, 'combined.yaml': 'match: { service: oke, accelerator: h100 }' });
  expect([...valuesOf(catalog, 'service').keys()]).toEqual(['eks', 'gke']);
  expect(valuesOf(catalog, 'os').get('al2023')).toEqual(['amazonlinux', 'AMZN']);
});

it('catalogs join in their order, and nothing is lost', () => {
  const [one, two] = [catalogOf(WORLD), catalogOf({ 'mine.yaml': 'match: { service: onprem }' }, 'user')];
  const joined = joinCatalogs([one, two]);
  expect(joined.layers.map((l) => l.name)).toEqual([...one.layers.map((l) => l.name), 'mine.yaml']);
  expect(joined.layers.at(-1)?.origin).toBe('user');
  for (const part of ['leaves', 'absent', 'instances', 'profiles', 'channels'] as const)
    expect(joined[part]).toEqual([...one[part], ...two[part]]);
});
