import { describe, expect, it } from 'vitest';
import { synthCluster } from '../../src/ops/synth-cluster.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

it('makes the tree with lock, README and checksums over everything else', () => {
  const { files, name } = synthCluster(smallEngine, { document: cluster() });
  const listed = files
    .get('checksums.txt')
    ?.trimEnd()
    .split('\n')
    .map((line) => line.slice(66));
  expect([name, listed]).toEqual(['prod', [...files.keys()].filter((path) => path !== 'checksums.txt').sort()]);
  expect(files.has('recipe.lock.yaml') && files.has('README.md')).toBe(true);
});

it('same input, same bytes', () => {
  const make = () => [...synthCluster(smallEngine, { document: cluster() }).files];
  expect(make()).toEqual(make());
});

it('takes a component out with null', () => {
  const { bundle } = synthCluster(smallEngine, { document: cluster(), set: { 'cert-manager': null } });
  expect(bundle.units.map(({ component }) => component)).not.toContain('cert-manager');
});

describe('refuses, with the place', () => {
  it.each([
    ['components: { nonsense: { a: 1 } }\n', 'COMPONENT_UNKNOWN', 'components.nonsense'],
    [
      'components: { gpu-operator: { values: { driver: { enabled: false } } } }\n',
      'VALUE_OWNED',
      'components.gpu-operator.values.driver.enabled',
    ],
    [
      'components: { gpu-operator: { values: { driver: { enabledd: false } } } }\n',
      'VALUE_DEAD',
      'components.gpu-operator.values.driver.enabledd',
    ],
    ['plugins: 3\n', 'DOCUMENT_INVALID', 'plugins'],
  ])('%j', async (more, code, path) => {
    const [problem] = await problemsOf(() => synthCluster(smallEngine, { document: cluster(more) }));
    expect([problem?.code, problem?.path, problem?.source?.file, problem?.source?.line]).toEqual([
      code,
      path,
      'clusters/prod.yaml',
      13,
    ]);
  });
});
