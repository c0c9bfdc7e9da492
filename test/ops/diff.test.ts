import { expect, it } from 'vitest';
import { diff, diffMany, type HoldRecipe } from '../../src/ops/diff.ts';
import { memoryIo } from './memory-io.ts';

const document = (kind: string, name: string): string => `apiVersion: cns.dev/v1alpha1\nkind: ${kind}\nname: ${name}\n`;

/** Wants every snapshot to be called like the recipe. */
const holdRecipe: HoldRecipe = (recipe, snapshot) => [
  {
    area: 'names',
    id: `${recipe.file}/${snapshot.file}`,
    outcome: JSON.stringify(snapshot.value).includes('"right"') ? 'met' : 'not-met',
    severity: 'low',
    expected: 'right',
    found: 'wrong',
    why: 'names are promises',
  },
];

const io = memoryIo(
  new Map([
    ['recipe.yaml', document('ResolvedRecipe', 'right')],
    ['now/a.yaml', document('Snapshot', 'right')],
    ['now/b.yaml', document('Snapshot', 'wrong')],
  ]),
);
const options = { ignores: [], defaults: true, holdRecipe };

it('a recipe is held against a snapshot by the checks that are handed in', () => {
  expect(diff(io, 'recipe.yaml', 'now/a.yaml', options).differences).toEqual([]);
  const { before, after, differences } = diff(io, 'recipe.yaml', 'now/b.yaml', options);
  expect([before.kind, after.kind]).toEqual(['ResolvedRecipe', 'Snapshot']);
  expect(differences).toEqual([
    {
      path: ['names', 'recipe.yaml/now/b.yaml'],
      change: 'changed',
      severity: 'info',
      reason: 'names are promises',
      before: 'right',
      after: 'wrong',
    },
  ]);
});

it('and against many', () => {
  const { clusters } = diffMany(io, 'recipe.yaml', 'now', options);
  expect(clusters.map((one) => [one.after.name, one.differences.length])).toEqual([
    ['now/a.yaml', 0],
    ['now/b.yaml', 1],
  ]);
});
