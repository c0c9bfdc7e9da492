import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { initCluster } from '../../src/ops/init-cluster.ts';
import type { RecipeRequest } from '../../src/ops/recipe-request.ts';
import { synthCluster } from '../../src/ops/synth-cluster.ts';
import { problemsOf } from './memory-io.ts';
import { smallEngine } from './small-engine.ts';

const request: RecipeRequest = {
  name: 'prod',
  criteria: { service: 'EKS', accelerator: 'h100', os: 'jammy', intent: 'training' },
  gitops: { deployer: 'argocd', repoURL: 'https://github.com/example/gitops.git', revision: 'main', path: 'dist/prod' },
};

it('writes canonical names, labels to agree on, and nothing else that nobody chose', () => {
  expect(initCluster(smallEngine, { ...request, inputs: { region: 'eu-west-1' }, nodes: 4 })).toEqual({
    name: 'prod',
    text: `# Cluster prod. \`cnsctl synth prod\` makes its tree, \`cnsctl explain prod\` says where each value comes from.
# Support level of this recipe: schema-checked.
# The labels are those that your node pools give their nodes: change them here or there until they agree.
# Instance types of this recipe: p5.48xlarge, p5.4xlarge.
apiVersion: cns.dev/v1alpha1
kind: Cluster
name: prod
criteria:
  service: eks
  accelerator: h100
  os: ubuntu
  intent: training
inputs:
  region: eu-west-1
pools:
  system:
    labels:
      nodeGroup: system-worker
  gpu:
    instanceType: p5.48xlarge
    count: 4
    labels:
      nodeGroup: gpu-worker
gitops:
  deployer: argocd
  repoURL: https://github.com/example/gitops.git
  revision: main
  path: dist/prod
`,
  });
});

it('writes a file that synthesizes', () => {
  const { text } = initCluster(smallEngine, request);
  const tree = synthCluster(smallEngine, { document: parseYaml(text, 'clusters/prod.yaml') });
  expect([tree.name, tree.bundle.units.length]).toEqual(['prod', 3]);
});

describe('tells all that is wrong', () => {
  it.each<[string, Partial<RecipeRequest>, readonly (string | undefined)[]]>([
    [
      'Git that is missing, and criteria',
      { gitops: {}, criteria: { service: 'eks' } },
      ['gitops.repoURL', 'gitops.revision', 'gitops.path', 'criteria.accelerator', 'criteria.os', 'criteria.intent'],
    ],
    ['an unknown deployer', { gitops: { deployer: 'argo' } }, ['gitops.deployer']],
    ['a name that no cluster may have', { name: 'Prod!' }, ['name']],
    ['an instance type of another accelerator', { instanceType: 'g6.xlarge' }, ['pools.gpu.instanceType']],
  ])('%s', async (_, change, paths) => {
    const problems = await problemsOf(() => initCluster(smallEngine, { ...request, ...change }));
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });

  it('helm needs no Git', () => {
    expect(initCluster(smallEngine, { ...request, gitops: { deployer: 'helm' } }).text).toContain(
      'gitops:\n  deployer: helm\n',
    );
  });
});
