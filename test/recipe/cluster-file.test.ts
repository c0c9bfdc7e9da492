import { describe, expect, it } from 'vitest';
import { clusterDocument } from '../../src/recipe/cluster-file.ts';

const least = {
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Cluster',
  name: 'demo',
  criteria: { service: 'eks', accelerator: 'h100', os: 'ubuntu', intent: 'training' },
  gitops: { deployer: 'argocd' },
};

it('the least that a user writes, and what it means', () => {
  expect(clusterDocument.parse(least)).toEqual({
    ...least,
    inputs: {},
    pools: {
      system: { labels: {}, taints: [] },
      gpu: {
        count: 1,
        labels: {},
        taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
        tolerations: [],
        acceptSettings: [],
      },
    },
    gitops: { deployer: 'argocd', options: {} },
    shared: { pullSecrets: [], labels: {}, annotations: {}, namespaces: {} },
    ownership: {},
    components: {},
    plugins: [],
  });
});

it('what is not said of ownership stays with the recipe', () => {
  expect(clusterDocument.parse({ ...least, ownership: { allocation: 'dra' } }).ownership).toEqual({
    allocation: 'dra',
  });
});

describe('gitops', () => {
  it.each([
    [{ path: 'clusters/demo' }, true],
    [{ path: 'a' }, true],
    [{ path: '.github/x' }, true],
    [{ path: '' }, false],
    [{ path: '.' }, false],
    [{ path: '..' }, false],
    [{ path: 'a/../b' }, false],
    [{ path: 'a/./b' }, false],
    [{ path: 'a//b' }, false],
    [{ path: 'a/' }, false],
    [{ path: '/a' }, false],
    [{ path: 'a b' }, false],
    [{ path: 'a\\..\\b' }, false],
    [{ repoURL: 'https://github.com/example/gitops.git' }, true],
    [{ repoURL: 'git@github.com:example/gitops.git' }, true],
    [{ repoURL: 'ssh://git@example.com:22/x.git' }, true],
    [{ repoURL: 'https://git.example.com:8443/x.git' }, true],
    [{ repoURL: 'https://me:token@github.com/x.git' }, false],
    [{ repoURL: 'http://github.com/x.git' }, false],
    [{ revision: '' }, false],
  ])('%j: %s', (more, fits) => {
    expect(clusterDocument.safeParse({ ...least, gitops: { deployer: 'argocd', ...more } }).success).toBe(fits);
  });
});

it.each([
  ['a', true],
  ['a'.repeat(50), true],
  ['a'.repeat(51), false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['..', false],
  ['a.b', false],
  ['', false],
])('name %j: %s', (name, fits) => {
  expect(clusterDocument.safeParse({ ...least, name }).success).toBe(fits);
});
