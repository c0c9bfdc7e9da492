import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diff, diffMany } from '../../src/ops/diff.ts';
import { holdRecipe } from '../../src/ops/validate-snapshot.ts';
import { parseDocument } from '../../src/recipe/document.ts';
import { resolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import { aNode, aSnapshot } from '../snapshot/a-snapshot.ts';
import { memoryIo } from './memory-io.ts';

const RECIPE = 'dist/oke-h100-training/recipe.lock.yaml';
const snapshot = (kubernetes: string): string =>
  JSON.stringify(
    aSnapshot({ k8s: { server: { version: kubernetes }, nodes: { n1: aNode({ kubelet: kubernetes }) } } }),
  );

const io = memoryIo(
  new Map([
    [RECIPE, readFileSync(RECIPE, 'utf8')],
    ['now/right.json', snapshot('v1.34.2')],
    ['now/wrong.json', snapshot('v1.20.0')],
  ]),
);
const options = { ignores: [], defaults: true };
const drift = (file: string) => diff(io, RECIPE, file, options);
const ofKubernetes = (file: string) =>
  drift(file).differences.filter(
    ({ path }) => path.join(' ').includes('constraint') && path.join(' ').includes('kubernetes'),
  );

it('a recipe against a snapshot differs by what validate does not find met', () => {
  const { before, after, differences } = drift('now/wrong.json');
  expect([before.kind, after.kind]).toEqual(['ResolvedRecipe', 'Snapshot']);
  const [recipe, now] = [RECIPE, 'now/wrong.json'].map((file) => io.parseLarge(io.readText(file), file));
  if (recipe === undefined || now === undefined) throw new Error('no documents');
  const { items } = holdRecipe(parseDocument(recipe, 'ResolvedRecipe', resolvedRecipeDocument), {
    recipe,
    snapshots: [now],
  });
  const open = items.filter(({ outcome }) => outcome === 'not-met' || outcome === 'unknown');
  expect(differences.map(({ path }) => path.at(-1)).sort()).toEqual(open.map(({ id }) => id).sort());
});

it('says what was expected and what is there, and nothing where they agree', () => {
  expect(ofKubernetes('now/wrong.json')).toMatchObject([
    { severity: 'critical', after: expect.stringContaining('1.20') },
  ]);
  expect(ofKubernetes('now/right.json')).toEqual([]);
});

it('and against many', () => {
  const { clusters } = diffMany(io, RECIPE, 'now', options);
  expect(clusters.map(({ after, differences }) => [after.name, differences.length])).toEqual([
    ['now/right.json', drift('now/right.json').differences.length],
    ['now/wrong.json', drift('now/wrong.json').differences.length],
  ]);
});
