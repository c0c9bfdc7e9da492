import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/path.ts';
import { textsOf } from '../problems-of.ts';
import { resolveIn, WORLD } from './catalog.ts';

const at = (name: string, body = '', files = {}) => resolveIn(files, body).components[name];
const digest = `sha256:${'a'.repeat(64)}`;
const pinned = {
  'base.yaml': (WORLD['base.yaml'] ?? '').replace('version: v26.3.3 }', `version: v26.3.3, digest: "${digest}" }`),
};
const git = (commit: string) =>
  `{ url: https://github.com/x/y, tag: v1.0.0, commit: ${commit.repeat(40)}, path: crds }`;
const gitFiles = {
  'git.yaml': `match: { os: ubuntu }\nbill: { crds: { git: ${git('a')}, namespace: crds, why: w, source: s } }\ncomponents: { crds: {} }`,
};

it('the bill row is beneath the props; components are sorted', () => {
  const { components } = resolveIn({});
  expect(Object.keys(components)).toEqual(['cert-manager', 'gpu-operator']);
  expect(components['gpu-operator']).toEqual({
    chart: { repository: 'https://charts.example.com', name: 'gpu-operator', version: 'v26.3.3' },
    namespace: 'gpu-operator',
    driver: { version: '580.82.07' },
  });
});

describe('a digest belongs to the version it was taken of', () => {
  it.each([
    ['stays with its version', '', digest],
    [
      'stays when the repository is another',
      'components: { gpu-operator: { chart: { repository: https://mirror.example.com } } }',
      digest,
    ],
    [
      'goes when the cluster file pins another version',
      'components: { gpu-operator: { chart: { version: v26.3.4 } } }',
      undefined,
    ],
    [
      'comes with the version',
      `components: { gpu-operator: { chart: { version: v26.3.4, digest: "${digest.replaceAll('a', 'b')}" } } }`,
      digest.replaceAll('a', 'b'),
    ],
  ])('%s', (_, body, expected) => {
    expect(valueAt(at('gpu-operator', body, pinned), ['chart', 'digest'])).toBe(expected);
  });

  it('goes also when a layer has a row of another version', () => {
    const newer = {
      ...pinned,
      'newer.yaml':
        'match: { service: eks }\nbill: { gpu-operator: { chart: { repository: https://charts.example.com, name: gpu-operator, version: v26.4.0 }, namespace: gpu-operator, why: w, source: s } }',
    };
    expect(at('gpu-operator', '', newer)?.chart).toEqual({
      repository: 'https://charts.example.com',
      name: 'gpu-operator',
      version: 'v26.4.0',
    });
  });
});

it('a tag without its commit is refused', () => {
  expect(at('crds', '', gitFiles)?.git).toMatchObject({ tag: 'v1.0.0' });
  expect(textsOf(() => at('crds', 'components: { crds: { git: { tag: v1.1.0 } } }', gitFiles))).toEqual([
    'clusters/demo.yaml:5:35: DOCUMENT_INVALID at components.crds.git\n  clusters/demo.yaml gives the tag v1.1.0, and git.yaml a commit: which commit the tag names is not known\n  hint: give git.tag and git.commit together',
  ]);
});

describe('namespaces', () => {
  it('of the user win', () => {
    const recipe = resolveIn({}, 'shared: { namespaces: { gpu-operator: nvidia } }');
    expect(recipe.components['gpu-operator']?.namespace).toBe('nvidia');
    expect(recipe.context.namespaces).toEqual({ 'cert-manager': 'cert-manager', 'gpu-operator': 'nvidia' });
  });
  it('of components that are not there are refused', () => {
    expect(textsOf(() => resolveIn({}, 'shared: { namespaces: { gpu-operater: nvidia } }'))).toEqual([
      'clusters/demo.yaml:5:39: COMPONENT_UNKNOWN at shared.namespaces.gpu-operater\n  no component "gpu-operater" in this recipe; it has cert-manager, gpu-operator\n  hint: did you mean gpu-operator?',
    ]);
  });
});

describe('taking out', () => {
  it('a component', () => {
    const recipe = resolveIn({}, 'components: { cert-manager: null }');
    expect(Object.keys(recipe.components)).toEqual(['gpu-operator']);
    expect(recipe.context.components).toEqual(['gpu-operator']);
  });
  it('one that is not there is a slip', () => {
    expect(textsOf(() => resolveIn({}, 'components: { cert-manger: null }'))).toEqual([
      'clusters/demo.yaml:5:15: DOCUMENT_INVALID at components.cert-manger\n  null deletes nothing: no layer sets this\n  hint: did you mean cert-manager?',
    ]);
  });
});
