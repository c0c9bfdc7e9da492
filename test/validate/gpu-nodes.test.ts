import { expect, it } from 'vitest';
import { coverageNotes, gpuNodes, sortedByNode } from '../../src/validate/gpu-nodes.ts';
import { aNode, aSnapshot, nvidia, type SnapshotParts } from '../snapshot/a-snapshot.ts';
import { aRecipe } from './a-recipe.ts';

const cluster: SnapshotParts = {
  k8s: {
    nodes: {
      'gpu-1': aNode({ providerId: 'oci:///ocid1.instance.one' }),
      'gpu-2.internal': aNode(),
      'system-1': aNode(),
    },
  },
  topology: { labels: { pool: { gpu: ['gpu-1', 'gpu-2.internal'], system: ['system-1'] } } },
};
const subject = (...all: readonly SnapshotParts[]) => ({
  recipe: aRecipe(),
  snapshots: all.map((parts, i) => ({ file: `${i}.yaml`, snapshot: aSnapshot(parts) })),
});
const sortedFiles = (...all: readonly SnapshotParts[]) => {
  const { gpu, other, outside } = sortedByNode(subject(cluster, ...all));
  return [gpu, other, outside].map((list) => list.map(({ file }) => file).join());
};

it.each([
  ['its name', { node: 'gpu-1', os: {} }, ['1.yaml', '', '']],
  ['its name without the domain', { node: 'gpu-2', os: {} }, ['1.yaml', '', '']],
  [
    'the id of its instance',
    { node: 'inst-abc', os: {}, cloud: { instanceId: 'ocid1.instance.one' } },
    ['1.yaml', '', ''],
  ],
  ['its GPU, under a name that no node has', { node: 'inst-abc', gpu: { nvidia: nvidia() } }, ['1.yaml', '', '']],
  ['a node of another pool', { node: 'system-1', os: {} }, ['', '1.yaml', '']],
  ['a machine outside', { node: 'laptop', os: {}, gpu: {} }, ['', '', '1.yaml']],
  ['no node at all', { node: 'gpu-1' }, ['', '', '']],
] as const)('a snapshot is known by %s', (_, parts, expected) => {
  expect(sortedFiles(parts)).toEqual(expected);
});

it('without a snapshot of the cluster every snapshot of a node has a say', () => {
  expect(sortedByNode(subject({ node: 'laptop', os: {} })).gpu).toHaveLength(1);
});

it('a pool without labels is known by its GPUs or instance type', () => {
  const recipe = { ...aRecipe({ instanceType: 'p5.48xlarge' }), gpuNodes: { ...aRecipe().gpuNodes, selector: {} } };
  const nodes = {
    a: aNode({ capacity: { 'nvidia.com/gpu': '0' } }),
    b: aNode({ instanceType: 'p5.48xlarge' }),
    c: aNode({ instanceType: 'm7i.large' }),
  };
  const [reading] = gpuNodes({ recipe, snapshots: [{ file: 'a', snapshot: aSnapshot({ k8s: { nodes } }) }] });
  expect(reading).toMatchObject({ state: 'said', value: ['a', 'b'] });
});

it('tells how many nodes were seen, and who was not asked', () => {
  expect(coverageNotes(subject(cluster, { node: 'gpu-1', os: {} }, { node: 'laptop', os: {} }))).toEqual([
    'what only a node can show was seen on 1 of 2 GPU nodes',
    '2.yaml was taken on laptop, which is no node of the cluster: what it says of its own machine does not count',
  ]);
  expect(coverageNotes(subject(cluster, { node: 'gpu-1', os: {} }, { node: 'gpu-2', os: {} }))).toEqual([]);
});
