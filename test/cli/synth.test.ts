import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  writeFileSync(file('clusters/alpha.yaml'), clusterYaml('alpha'));
  writeFileSync(file('clusters/beta.yaml'), clusterYaml('beta'));
});
afterEach(() => dir.remove());

it('says what was made, where, and what to do next', async () => {
  const { status, out, err } = await cli('synth');
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(
    /^CLUSTER {2}DEPLOYER {2}COMPONENTS {2}SUPPORT {9}FILES +TREE\nalpha {4}argocd {4}3 {11}schema-checked {2}\d+ \(\d+ written, 0 removed\) {2}dist\/alpha\n/,
  );
  expect(out).toContain(
    '\n2 clusters: 2 written.\nNext: read dist/alpha/README.md ("Hand it over"), then commit dist/.\n',
  );
  expect(existsSync(file('dist/beta/recipe.lock.yaml'))).toBe(true);
});

it('says that there is nothing to do when there is nothing to do', async () => {
  await cli('synth');
  const { out } = await cli('synth');
  expect(out).toContain(
    '2 clusters: 0 written, 2 up to date.\nNothing to commit. cnsctl explain alpha says where each value comes from.\n',
  );
});

it('takes names, files and another folder', async () => {
  await cli('synth beta clusters/alpha.yaml --output-dir out');
  expect([existsSync(file('out/alpha')), existsSync(file('out/beta')), existsSync(file('dist'))]).toEqual([
    true,
    true,
    false,
  ]);
});

it('--check is 0 when up to date, 1 when stale, and names the paths', async () => {
  await cli('synth');
  expect(await cli('synth --check')).toEqual({ status: 0, out: '2 of 2 trees in dist/ are up to date.\n', err: '' });
  writeFileSync(file('dist/alpha/README.md'), 'mine');
  rmSync(file('dist/beta/checksums.txt'));
  expect(await cli('synth --check')).toEqual({
    status: 1,
    out: 'changed  dist/alpha/README.md\nmissing  dist/beta/checksums.txt\nRun cnsctl synth and commit dist/.\n',
    err: '',
  });
  expect(readFileSync(file('dist/alpha/README.md'), 'utf8')).toBe('mine');
});

it('--diff shows lines and writes nothing', async () => {
  await cli('synth');
  const { status, out } = await cli('synth alpha --diff --set gpu-operator:gdrcopy=false');
  expect(status).toBe(1);
  expect(out).toContain('--- a/dist/alpha/recipe.lock.yaml\n+++ b/dist/alpha/recipe.lock.yaml\n');
  expect(out).toMatch(/^\+ +gdrcopy: false$/m);
  expect((await cli('synth --check')).status).toBe(0);
});

it('does not overwrite what somebody edited, unless told', async () => {
  await cli('synth');
  writeFileSync(file('dist/alpha/README.md'), 'mine');
  const refused = await cli('synth');
  expect([refused.status, refused.out]).toEqual([4, '']);
  expect(refused.err).toBe(
    'TREE_EDITED at dist/alpha/README.md\n  README.md was edited\n  hint: move the change into the cluster file or a layer, or run again with --force to lose it\n',
  );
  expect((await cli('synth --force')).status).toBe(0);
  expect(readFileSync(file('dist/alpha/README.md'), 'utf8')).not.toBe('mine');
});

it('tells a tree whose cluster file is gone, and leaves it', async () => {
  await cli('synth');
  rmSync(file('clusters/beta.yaml'));
  expect((await cli('synth')).out).toContain(
    'orphan   dist/beta: no cluster file makes it; delete the folder when the cluster is gone\n',
  );
  expect((await cli('synth --check')).status).toBe(1);
  expect((await cli('synth alpha --check')).status).toBe(0);
  expect(existsSync(file('dist/beta/README.md'))).toBe(true);
});

it('a cluster that cannot be made leaves dist as it was', async () => {
  writeFileSync(file('clusters/beta.yaml'), clusterYaml('beta', 'extra: 1\n'));
  expect((await cli('synth')).status).toBe(2);
  expect(existsSync(file('dist'))).toBe(false);
});

it('is data with --format json', async () => {
  const { out } = await cli('synth alpha --format json');
  const { root, clusters } = JSON.parse(out) as { root: string; clusters: { name: string; written: string[] }[] };
  expect([root, clusters[0]?.name, clusters[0]?.written.includes('README.md')]).toEqual(['dist', 'alpha', true]);
});

it('shows progress on a terminal only, on the standard error, and takes it away', async () => {
  const { out, err } = await cli('synth', { tty: true });
  expect(err).toBe('\r\x1b[K[0/2] clusters/alpha.yaml\r\x1b[K[1/2] clusters/beta.yaml\r\x1b[K[2/2] \r\x1b[K');
  expect(out).not.toContain('\r');
});

it('defaults come from the config, and flags win', async () => {
  mkdirSync(file('home/.config/cnsctl'), { recursive: true });
  writeFileSync(
    file('home/.config/cnsctl/config.yaml'),
    'apiVersion: cns.dev/v1alpha1\nkind: Config\ndefaults: { outputDir: conf }\n',
  );
  await cli('synth alpha');
  await cli('synth beta --output-dir flag');
  expect([existsSync(file('conf/alpha')), existsSync(file('conf/beta')), existsSync(file('flag/beta'))]).toEqual([
    true,
    false,
    true,
  ]);
});
