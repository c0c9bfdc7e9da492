import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterYaml } from '../ops/small-engine.ts';
import { runCli, tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
beforeAll(() => {
  mkdirSync(join(cwd, 'clusters'));
  for (const name of ['prod', 'test']) writeFileSync(join(cwd, `clusters/${name}.yaml`), clusterYaml(name));
});
afterAll(remove);

/** Values without their descriptions, and whether files follow. */
async function completed(words: readonly string[]) {
  const { out } = await runCli(['__complete', '--', ...words], { cwd });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0]);
  return [lines.slice(0, -1), lines.at(-1)];
}

it.each<[readonly string[], readonly string[], string]>([
  [['s'], ['synth', 'snapshot', 'schema'], ':none'],
  [['recipe', 'li'], ['list'], ':files'],
  [['synth', ''], ['prod', 'test'], ':files'],
  [['synth', 'prod', 'te'], ['test'], ':files'],
  [['synth', '--ch'], ['--check'], ':none'],
  [['synth', '--check', '--ch'], [], ':none'],
  [['synth', '--set', 'a:b=1', '--se'], ['--set'], ':none'],
  [['synth', '--', '--ch'], [], ':files'],
  [['recipe', '--service', ''], ['eks', 'gke'], ':none'],
  [['recipe', '--service=g'], ['--service=gke'], ':none'],
  [['recipe', '--service', '=', 'g'], ['gke'], ':none'],
  [['recipe', '--service', '='], ['eks', 'gke'], ':none'],
  [['recipe', '--gpu', 'h'], ['h100'], ':none'],
  [['recipe', '--accelerator', 'l'], ['l4'], ':none'],
  [['recipe', '--gpu'], ['--gpu', '--gpu-node-label'], ':none'],
  [['recipe', 'list', '--in'], ['--intent'], ':none'],
  [['recipe', '--format', 't'], ['table'], ':none'],
  [['recipe', '--output', ''], [], ':files'],
  [['recipe', '--nodes', ''], [], ':none'],
  [['bundle', '--components', 'cert-manager,gpu'], ['cert-manager,gpu-operator'], ':none'],
  [['bundle', '--set', 'gpu'], ['gpu-operator'], ':none'],
  [['bundle', '--deployer', ''], ['argocd', 'flux', 'helm'], ':none'],
  [['schema', 'Cl'], ['Cluster'], ':none'],
  [['completion', ''], ['bash', 'zsh', 'fish'], ':none'],
  [['config', ''], ['init', 'show'], ':none'],
  [['help', 'ex'], ['exit-codes'], ':none'],
  [['diff', ''], [], ':files'],
  [['diff', 'a.yaml', ''], [], ':files'],
  [['diff', 'a.yaml', '--fail-on', 'c'], ['critical'], ':none'],
  [['diff', 'a.yaml', '--ignore-file', ''], [], ':files'],
  [['snapshot', '--filter', 't'], ['topology'], ':none'],
  [['snapshot', '--filter', 'os,g'], ['os,gpu'], ':none'],
  [['validate', ''], [], ':files'],
  [['validate', '--snapshot', ''], [], ':files'],
  [['explain', 'prod', ''], [], ':none'],
  [['nonsense', ''], [], ':none'],
])('%j → %j', async (words, values, last) => {
  expect(await completed(words)).toEqual([values, last]);
});

it('every command completes by itself, the hidden one does not', async () => {
  const [names] = await completed(['']);
  expect(names).toEqual([
    'init',
    'recipe',
    'query',
    'explain',
    'synth',
    'bundle',
    'verify',
    'snapshot',
    'validate',
    'diff',
    'graph',
    'infra',
    'config',
    'schema',
    'completion',
    'help',
  ]);
});

it('what cannot be read is nothing to tell', async () => {
  mkdirSync(join(cwd, 'home/.config/cnsctl'), { recursive: true });
  writeFileSync(join(cwd, 'home/.config/cnsctl/config.yaml'), 'nonsense: [');
  const { status, out, err } = await runCli(['__complete', '--', 'synth', ''], { cwd });
  expect([status, out, err]).toEqual([0, ':files\n', '']);
});
