import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { argocdOptions } from '../../src/deploy/argocd-options.ts';
import { fluxOptions } from '../../src/deploy/flux-options.ts';
import { clusterDocument } from '../../src/recipe/cluster-file.ts';
import { criteria } from '../../src/recipe/criteria.ts';
import { inputs } from '../../src/recipe/inputs.ts';
import { layerDocument } from '../../src/recipe/layer.ts';
import { SUPPORT_LEVELS } from '../../src/recipe/leaf.ts';

const pools = clusterDocument.shape.pools.unwrap().shape;

/** What a page must name in backticks: a key that is added without a word about it fails here. */
const TABLE: readonly (readonly [page: string, what: string, names: readonly string[]])[] = [
  ['docs/cluster-file.md', 'criterion', Object.keys(criteria.shape)],
  ['docs/cluster-file.md', 'input', Object.keys(inputs.shape)],
  ['docs/cluster-file.md', 'key of the GPU pool', Object.keys(pools.gpu.unwrap().shape)],
  ['docs/cluster-file.md', 'key of gitops', Object.keys(clusterDocument.shape.gitops.shape)],
  ['docs/cluster-file.md', 'shared choice', Object.keys(clusterDocument.shape.shared.unwrap().shape)],
  ['docs/cluster-file.md', 'kind of ownership', Object.keys(clusterDocument.shape.ownership.unwrap().shape)],
  ['docs/gitops-argocd.md', 'option', Object.keys(argocdOptions.shape)],
  ['docs/gitops-flux.md', 'option', Object.keys(fluxOptions.shape)],
  [
    'docs/recipes.md',
    'key of a layer',
    Object.keys(layerDocument.shape).filter((key) => !['apiVersion', 'kind'].includes(key)),
  ],
  ['docs/concepts.md', 'support level', [...SUPPORT_LEVELS]],
];

it.each(TABLE)('%s names every %s', (page, _, names) => {
  const text = readFileSync(page, 'utf8');
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('docs/cluster-file.md has a section for every part of a cluster file', () => {
  const text = readFileSync('docs/cluster-file.md', 'utf8');
  const parts = Object.keys(clusterDocument.shape).filter((key) => !['apiVersion', 'kind', 'name'].includes(key));
  expect(parts.filter((part) => !text.includes(`\n### ${part}\n`))).toEqual([]);
});
