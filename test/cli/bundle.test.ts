import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clusterYaml } from '../ops/small-engine.ts';
import { type RunOptions, runCli, tempDir, words } from './run-cli.ts';

let dir: ReturnType<typeof tempDir>;
const cli = (line: string, options: Partial<RunOptions> = {}) => runCli(words(line), { cwd: dir.cwd, ...options });
const file = (path: string) => join(dir.cwd, path);
beforeEach(() => {
  dir = tempDir();
  mkdirSync(file('clusters'));
  writeFileSync(file('clusters/prod.yaml'), clusterYaml());
});
afterEach(() => dir.remove());

const RECIPE = 'recipe --service eks --gpu h100 --os ubuntu --intent training';

it('makes a tree of what recipe printed, by file and by pipe alike', async () => {
  await cli(`${RECIPE} --output recipe.yaml`);
  const byFile = await cli('bundle --recipe recipe.yaml --deployer helm --output a');
  expect(byFile).toMatchObject({ status: 0, err: '' });
  expect(byFile.out).toMatch(
    /^eks-h100-ubuntu-training for .*: 3 components, \d+ files in a \(\d+ written, 0 removed\)\.\nNext: read a\/README.md \("Hand it over"\)\.\n$/,
  );
  const { out: stdin } = await cli(RECIPE);
  expect((await cli('bundle --recipe - --deployer helm --output b', { stdin })).status).toBe(0);
  expect(readFileSync(file('b/install.sh'), 'utf8')).toBe(readFileSync(file('a/install.sh'), 'utf8'));
});

it('makes the tree of a cluster file that synth makes', async () => {
  await cli('synth');
  await cli('bundle --recipe prod --output out/prod');
  expect(readFileSync(file('out/prod/checksums.txt'), 'utf8')).toBe(
    readFileSync(file('dist/prod/checksums.txt'), 'utf8'),
  );
  expect((await cli('verify out/prod')).out).toBe('out/prod is as it was written.\n');
});

it('asks for repository, revision and path all at once, by their flags', async () => {
  await cli(`${RECIPE} --output recipe.yaml`);
  const { status, err } = await cli('bundle --recipe recipe.yaml --deployer flux --output b');
  expect(status).toBe(2);
  expect(err.match(/^--(repo|revision|path): /gm)).toEqual(['--repo: ', '--revision: ', '--path: ']);
  for (const key of ['repoURL', 'revision', 'path'])
    expect(err).toContain(`DOCUMENT_INVALID at gitops.${key}\n  is missing: flux reads the tree from Git\n`);
  expect(existsSync(file('b'))).toBe(false);
  const git = '--repo https://github.com/example/gitops.git --revision main --path b';
  expect((await cli(`bundle --recipe recipe.yaml --deployer flux --output b ${git}`)).status).toBe(0);
});

it('takes some components, with what they need or with an error that lists it', async () => {
  const { out } = await cli(
    'bundle --recipe prod --components cert-manager,prometheus-operator-crds --output b --format json',
  );
  expect((JSON.parse(out) as { components: string[] }).components.toSorted()).toEqual([
    'cert-manager',
    'prometheus-operator-crds',
  ]);
  writeFileSync(file('clusters/stack.yaml'), clusterYaml('stack', 'components: { kube-prometheus-stack: {} }\n'));
  const refused = await cli('bundle --recipe stack --components kube-prometheus-stack --output c');
  expect([refused.status, refused.err.match(/--components: COMPONENT_CONFLICT/g)?.length]).toEqual([3, 2]);
  const deps = await cli('bundle --recipe stack --components kube-prometheus-stack --with-deps --output c');
  expect(deps.out).toContain('3 components');
});

it('--set comes after what the printed recipe was asked with', async () => {
  await cli(`${RECIPE} --set gpu-operator:cdi=false --set gpu-operator:gdrcopy=false --output recipe.yaml`);
  expect(
    (await cli('query recipe.yaml --selector components.gpu-operator.cdi --set gpu-operator:gdrcopy=true')).out,
  ).toBe('false\n');
  expect(
    (await cli('query recipe.yaml --selector components.gpu-operator.gdrcopy --set gpu-operator:gdrcopy=true')).out,
  ).toBe('true\n');
});

it('refuses a printed recipe that somebody changed', async () => {
  await cli(`${RECIPE} --output recipe.yaml`);
  writeFileSync(
    file('recipe.yaml'),
    readFileSync(file('recipe.yaml'), 'utf8').replace('version: v26.3.3', 'version: v26.3.4'),
  );
  const { status, err } = await cli('bundle --recipe recipe.yaml --deployer helm --output b');
  expect(status).toBe(2);
  expect(err).toContain(
    'DOCUMENT_INVALID at components.gpu-operator.chart.version\n  the file says "v26.3.4", and the recipe resolves to "v26.3.3"\n',
  );
});
