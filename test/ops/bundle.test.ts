import { describe, expect, it } from 'vitest';
import { type BundleInput, bundle } from '../../src/ops/bundle.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

const make = (input: Partial<BundleInput> = {}, more = '') =>
  bundle(smallEngine, { document: cluster(more), ...input });
const namesOf = (tree: ReturnType<typeof make>) => tree.bundle.units.map(({ component }) => component).sort();

it('makes the tree of the whole recipe as the file says', () => {
  const tree = make();
  expect([tree.deployer.name, tree.bundle.git?.path, namesOf(tree)]).toEqual([
    'argocd',
    'dist/prod',
    ['cert-manager', 'gpu-operator', 'prometheus-operator-crds'],
  ]);
});

describe('deployer and Git', () => {
  it('of the flags win over the file', () => {
    const tree = make({
      gitops: { deployer: 'flux', repoURL: 'https://example.com/x.git', revision: 'v1', path: 'a/b' },
    });
    expect([tree.deployer.name, tree.bundle.git]).toEqual([
      'flux',
      { repoURL: 'https://example.com/x.git', revision: 'v1', path: 'a/b' },
    ]);
  });

  it('options of another deployer are left behind', () => {
    const document = cluster();
    const options = {
      ...(document.value as Record<string, object>),
      gitops: { ...(document.value as Record<string, object>).gitops, options: { project: 'x' } },
    };
    expect(
      bundle(smallEngine, { document: { ...document, value: options }, gitops: { deployer: 'helm' } }).deployer.name,
    ).toBe('helm');
    expect(bundle(smallEngine, { document: { ...document, value: options } }).bundle.options).toMatchObject({
      project: 'x',
    });
  });

  it('that is missing is an error that names each', async () => {
    const document = cluster();
    const value = { ...(document.value as object), gitops: { deployer: 'flux' } };
    const problems = await problemsOf(() => bundle(smallEngine, { document: { ...document, value } }));
    expect(problems.map(({ path, hint }) => [path, hint])).toEqual([
      ['gitops.repoURL', 'give gitops.repoURL; nothing is made up in its place'],
      ['gitops.revision', 'give gitops.revision; nothing is made up in its place'],
      ['gitops.path', 'give gitops.path; nothing is made up in its place'],
    ]);
  });
});

describe('components', () => {
  const stack = 'components: { kube-prometheus-stack: {} }\n';

  it('only the chosen ones', () => {
    expect(namesOf(make({ components: ['cert-manager'] }))).toEqual(['cert-manager']);
  });

  it('with what they need, when that is allowed', () => {
    expect(namesOf(make({ components: ['kube-prometheus-stack'], withDeps: true }, stack))).toEqual([
      'cert-manager',
      'kube-prometheus-stack',
      'prometheus-operator-crds',
    ]);
  });

  it('what they need is an error otherwise', async () => {
    const problems = await problemsOf(() => make({ components: ['kube-prometheus-stack'] }, stack));
    expect(problems.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      [
        'COMPONENT_CONFLICT',
        'kube-prometheus-stack needs cert-manager, which was not chosen',
        'add cert-manager to --components, or give --with-deps',
      ],
      [
        'COMPONENT_CONFLICT',
        'kube-prometheus-stack needs prometheus-operator-crds, which was not chosen',
        'add prometheus-operator-crds to --components, or give --with-deps',
      ],
    ]);
  });

  it('every unknown one is told with the nearest', async () => {
    const problems = await problemsOf(() => make({ components: ['gpu-operatr', 'cert-manger'] }));
    expect(problems.map(({ path, hint }) => [path, hint])).toEqual([
      ['components.gpu-operatr', 'did you mean gpu-operator?'],
      ['components.cert-manger', 'did you mean cert-manager?'],
    ]);
  });

  it('a namespace that the file gives to one that is left out does no harm', () => {
    const more = 'shared:\n  namespaces: { gpu-operator: gpus, cert-manager: pki }\n';
    const tree = make({ components: ['cert-manager'] }, more);
    expect(tree.bundle.namespaces.map(({ metadata }) => metadata.name)).toEqual(['pki']);
  });
});

it('takes values of --set', () => {
  const tree = make({ set: { 'gpu-operator': { gdrcopy: false } } });
  const unit = tree.bundle.units.find(({ component }) => component === 'gpu-operator');
  expect(unit?.release?.values.gdrcopy).toMatchObject({ enabled: false });
});
