import { beforeEach, describe, expect, it } from 'vitest';
import { makeClusters } from '../../src/ops/make-clusters.ts';
import type { TreeCache } from '../../src/ops/ports.ts';
import { type SynthClustersInput, synthClusters } from '../../src/ops/synth-clusters.ts';
import { memoryIo, problemsOf } from './memory-io.ts';
import { clusterYaml, smallEngine } from './small-engine.ts';

let io: ReturnType<typeof memoryIo>;
const run = (
  { onMake = () => {}, ...more }: Partial<SynthClustersInput> & { readonly onMake?: () => void } = {},
  all = true,
) => {
  const { mode = 'write', cache, set, force = false } = more;
  const engineFor = async () => {
    onMake();
    return smallEngine;
  };
  return synthClusters(
    {
      io,
      files: io.yamlFiles('clusters').map((f) => `clusters/${f}`),
      root: 'dist',
      mode,
      maker: () =>
        makeClusters({
          io,
          root: 'dist',
          mode,
          force,
          engineFor,
          ...(set ? { set } : {}),
          ...(cache ? { trees: cache.trees } : {}),
        }),
      ...more,
    },
    all,
  );
};
const snapshot = () => new Map(io.files);

beforeEach(() => {
  io = memoryIo(
    new Map([
      ['clusters/alpha.yaml', clusterYaml('alpha')],
      ['clusters/beta.yaml', clusterYaml('beta')],
    ]),
  );
});

it('writes a tree a cluster and tells what it did; a second run writes nothing', async () => {
  const first = await run();
  expect(
    first.clusters.map(({ name, deployer, components, support }) => [name, deployer, components, support]),
  ).toEqual([
    ['alpha', 'argocd', 3, 'schema-checked'],
    ['beta', 'argocd', 3, 'schema-checked'],
  ]);
  expect(first.clusters.every((one) => one.written.length === one.files && one.unchanged === 0)).toBe(true);
  expect(io.files.has('dist/alpha/checksums.txt')).toBe(true);
  const before = snapshot();
  const second = await run();
  expect(second.clusters.map((one) => [one.written, one.removed, one.unchanged === one.files])).toEqual([
    [[], [], true],
    [[], [], true],
  ]);
  expect(snapshot()).toEqual(before);
});

it('writes nothing at all when one cluster cannot be made, and tells what is wrong with every one', async () => {
  io.files.set('clusters/beta.yaml', clusterYaml('beta').replace('h100', 'h10'));
  io.files.set('clusters/gamma.yaml', clusterYaml('gamma', 'nonsense: 1\n'));
  const before = snapshot();
  const problems = await problemsOf(() => run());
  expect(problems.map(({ code, source }) => [code, source?.file])).toEqual([
    ['QUERY_INVALID', 'clusters/beta.yaml'],
    ['DOCUMENT_INVALID', 'clusters/gamma.yaml'],
  ]);
  expect(snapshot()).toEqual(before);
});

it('refuses two files of one cluster name', async () => {
  io.files.set('clusters/gamma.yaml', clusterYaml('alpha'));
  const [problem] = await problemsOf(() => run());
  expect(problem?.message).toBe(
    'clusters/gamma.yaml and clusters/alpha.yaml both name their cluster alpha, and would write one folder',
  );
});

it('tells trees that no cluster file makes any more, only when all files were asked for, and leaves them', async () => {
  await run();
  io.files.delete('clusters/beta.yaml');
  expect((await run()).orphans).toEqual(['beta']);
  expect((await run({}, false)).orphans).toEqual([]);
  expect(io.files.has('dist/beta/README.md')).toBe(true);
});

it('tells how far it is', async () => {
  const seen: unknown[] = [];
  await run({ onProgress: (...args) => seen.push(args) });
  expect(seen).toEqual([
    [0, 2, 'clusters/alpha.yaml'],
    [1, 2, 'clusters/beta.yaml'],
    [2, 2, ''],
  ]);
});

describe('check and diff', () => {
  it.each(['check', 'diff'] as const)('%s writes nothing and finds nothing after a run', async (mode) => {
    const before = snapshot();
    expect((await run({ mode })).clusters[0]?.difference.missing).toContain('README.md');
    expect(snapshot()).toEqual(before);
    await run();
    expect((await run({ mode })).clusters.map(({ difference, diff }) => ({ difference, diff }))).toEqual(
      [1, 2].map(() => ({ difference: { changed: [], missing: [], stale: [] }, diff: '' })),
    );
  });

  it('shows the lines that a change of the cluster file would change', async () => {
    await run();
    const [alpha] = (await run({ mode: 'diff', set: { 'gpu-operator': { gdrcopy: false } } })).clusters;
    expect(alpha?.difference.changed).toContain('recipe.lock.yaml');
    expect(alpha?.diff).toMatch(/^--- a\/dist\/alpha\/.*\n\+\+\+ b\/dist\/alpha\//);
    expect(alpha?.diff).toMatch(/^-.*enabled: true$/m);
    expect(alpha?.diff).toMatch(/^\+.*enabled: false$/m);
  });

  it('shows a file that is no longer generated as gone', async () => {
    await run();
    io.files.set('dist/alpha/old.yaml', 'a: 1\n');
    const [alpha] = (await run({ mode: 'diff' })).clusters;
    expect([alpha?.difference.stale, alpha?.diff]).toEqual([
      ['old.yaml'],
      '--- a/dist/alpha/old.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a: 1\n',
    ]);
  });
});

describe('the cache', () => {
  const memoryCache = () => {
    const known = new Map<string, string>();
    const trees: TreeCache = {
      fresh: (dir, digest) => known.get(dir) === digest,
      remember: (dir, digest) => void known.set(dir, digest),
      save: () => true,
    };
    return { trees, engine: 'build-1' };
  };

  it('skips what was made from the same inputs, and nothing else', async () => {
    const cache = memoryCache();
    let made = 0;
    const count = async (more: Partial<SynthClustersInput> = {}) => {
      made = 0;
      const { skipped } = await run({ cache, onMake: () => made++, ...more });
      return [made, skipped.length];
    };
    expect(await count()).toEqual([2, 0]);
    expect(await count()).toEqual([0, 2]);
    expect(await count({ set: { 'gpu-operator': { gdrcopy: false } } })).toEqual([2, 0]);
    expect(await count({ cache: { ...cache, engine: 'build-2' } })).toEqual([2, 0]);
    expect(await count({ cache: { ...cache, engine: 'build-2' } })).toEqual([0, 2]);
    expect(await count({ cache: { ...cache, engine: 'build-2' }, force: true })).toEqual([2, 0]);
    expect(await count({ cache: { ...cache, engine: 'build-2' }, mode: 'check' })).toEqual([2, 0]);
    io.files.set('clusters/alpha.yaml', clusterYaml('alpha', '# a word more\n'));
    expect(await count({ cache: { ...cache, engine: 'build-2' } })).toEqual([1, 1]);
  });

  it('does not take a skipped tree for an orphan', async () => {
    const cache = memoryCache();
    await run({ cache });
    expect((await run({ cache })).orphans).toEqual([]);
  });
});
