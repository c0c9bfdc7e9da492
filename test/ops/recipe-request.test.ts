import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { FLAGS } from '../../src/ops/at-flag.ts';
import { clusterFromRequest, defaultName, withValues } from '../../src/ops/recipe-request.ts';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

const criteria = { service: 'eks', accelerator: 'h100', os: 'ubuntu', intent: 'training' };
const file = (text: string) => parseYaml(`apiVersion: cns.dev/v1alpha1\nkind: Criteria\n${text}`, 'c.yaml');

describe('clusterFromRequest', () => {
  it('makes a cluster document of flags alone', () => {
    const document = clusterFromRequest({
      criteria,
      inputs: { kubernetes: '1.35.0', region: undefined },
      nodes: 4,
      instanceType: 'p5.4xlarge',
      gpuLabels: { pool: 'gpu' },
      systemLabels: { pool: 'system' },
      storageClass: 'gp3',
    });
    expect(document.file).toBe(FLAGS);
    expect(document.value).toEqual({
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Cluster',
      name: 'eks-h100-ubuntu-training',
      criteria,
      inputs: { kubernetes: '1.35.0' },
      pools: {
        system: { labels: { pool: 'system' } },
        gpu: { instanceType: 'p5.4xlarge', count: 4, labels: { pool: 'gpu' } },
      },
      gitops: { deployer: 'argocd' },
      shared: { storageClass: 'gp3' },
    });
  });

  it('lets flags win over a criteria file, and keeps the positions of the file', () => {
    const document = clusterFromRequest(
      { criteria: { service: 'gke' } },
      file('criteria: { service: eks, os: ubuntu }\ninputs: { region: x }\n'),
    );
    expect(document.value).toMatchObject({
      criteria: { service: 'gke', os: 'ubuntu', intent: '' },
      inputs: { region: 'x' },
    });
    expect([document.file, document.positions.get('criteria.os')]).toEqual(['c.yaml', [3, 31]]);
  });

  it('leaves what is missing empty, so that the recipe tells what is allowed', async () => {
    const problems = await problemsOf(() =>
      resolveRecipe(smallEngine, { document: clusterFromRequest({ criteria: { os: 'ubunto' } }) }),
    );
    expect(problems.map(({ path, message, hint }) => [path, message, hint])).toEqual([
      ['criteria.service', 'is missing; allowed: eks, gke', undefined],
      ['criteria.accelerator', 'is missing; allowed: h100, l4', undefined],
      ['criteria.os', 'got "ubunto"; allowed: ubuntu', 'did you mean ubuntu?'],
      ['criteria.intent', 'is missing; allowed: inference, training', undefined],
    ]);
  });

  it.each([
    ['kind: Cluster', 'VERSION_UNKNOWN', 'kind'],
    ['kind: Criteria\ncriteria: { gpu: h100 }', 'DOCUMENT_INVALID', 'criteria.gpu'],
    ['kind: Criteria\ncriteria: {}\nnodes: 3', 'DOCUMENT_INVALID', 'nodes'],
  ])('refuses a criteria file with %j', async (text, code, path) => {
    const document = parseYaml(`apiVersion: cns.dev/v1alpha1\n${text}`, 'c.yaml');
    const [problem] = await problemsOf(() => clusterFromRequest({ criteria }, document));
    expect([problem?.code, problem?.path]).toEqual([code, path]);
  });
});

it.each([
  [{ service: 'eks', accelerator: 'h100', platform: 'kubeflow' }, 'eks-h100-kubeflow'],
  [{}, 'cluster'],
  [{ service: 'Self Managed!' }, 'self-managed'],
  [{ service: 'a'.repeat(49), os: 'b' }, 'a'.repeat(49)],
])('the name of %j is %s', (given, name) => {
  expect(defaultName(given)).toBe(name);
});

it('withValues changes a path and leaves document and positions as they are', () => {
  const document = cluster();
  const changed = withValues(document, [
    [['gitops', 'deployer'], 'flux'],
    [['shared', 'storageClass'], 'gp3'],
  ]);
  expect(changed.value).toMatchObject({
    gitops: { deployer: 'flux', revision: 'main' },
    shared: { storageClass: 'gp3' },
  });
  expect((document.value as { gitops: { deployer: string } }).gitops.deployer).toBe('argocd');
  expect(changed.positions).toBe(document.positions);
});
