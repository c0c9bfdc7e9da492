import { describe, expect, it } from 'vitest';
import { clusterFiles, pluginsOf, readCluster, refusePlugins } from '../../src/ops/cluster-files.ts';
import { memoryIo, problemsOf } from './memory-io.ts';
import { cluster } from './small-engine.ts';

const io = memoryIo(
  new Map([
    ['clusters/alpha.yaml', 'a: 1'],
    ['clusters/beta.yaml', 'b: 1'],
    ['other/c.yaml', 'c: 1'],
  ]),
);

describe('clusterFiles', () => {
  it.each([
    ['nothing is every file of the folder', [], ['clusters/alpha.yaml', 'clusters/beta.yaml']],
    ['a name stands for its file', ['beta'], ['clusters/beta.yaml']],
    ['a path stands for itself', ['other/c.yaml', './x.yaml', '-'], ['other/c.yaml', './x.yaml', '-']],
    ['twice is once', ['beta', 'beta'], ['clusters/beta.yaml']],
  ])('%s', (_, names, expected) => {
    expect(clusterFiles(io, names)).toEqual(expected);
  });

  it('tells every unknown name with the nearest', async () => {
    const problems = await problemsOf(() => clusterFiles(io, ['alpa', 'zzzzzz']));
    expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
      ['no cluster "alpa" in clusters/; there are alpha, beta', 'did you mean alpha?'],
      ['no cluster "zzzzzz" in clusters/; there are alpha, beta', undefined],
    ]);
  });

  it('says how to begin where there is none', async () => {
    const [problem] = await problemsOf(() => clusterFiles(memoryIo(), []));
    expect([problem?.message, problem?.hint]).toEqual([
      'there is no cluster file in clusters/',
      'write one with `cnsctl init`, or name a file',
    ]);
  });
});

it('reads the standard input under a name that says so', () => {
  expect(readCluster(memoryIo(new Map([['-', 'a: 1']])), '-').file).toBe('standard input');
});

describe('plugins', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['plugins: [a, "@b/c"]\n', ['a', '@b/c']],
    ['plugins: nonsense\n', []],
    ['plugins: [1, a]\n', ['a']],
  ])('%j names %j', (more, expected) => {
    expect(pluginsOf(cluster(more))).toEqual(expected);
  });

  it('are refused, each at its place', async () => {
    const problems = await problemsOf(() => refusePlugins(cluster('plugins: [a, b]\n')));
    expect(problems.map((p) => [p.code, p.path, p.source?.line, p.source?.column])).toEqual([
      ['PLUGIN_REFUSED', 'plugins[0]', 13, 11],
      ['PLUGIN_REFUSED', 'plugins[1]', 13, 14],
    ]);
    expect(() => refusePlugins(cluster())).not.toThrow();
  });
});
