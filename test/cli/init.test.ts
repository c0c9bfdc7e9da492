import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, tempDir, words } from './run-cli.ts';

let dir: ReturnType<typeof tempDir>;
const cli = (line: string) => runCli(words(line), { cwd: dir.cwd });
const read = (path: string) => readFileSync(join(dir.cwd, path), 'utf8');
beforeEach(() => {
  dir = tempDir();
});
afterEach(() => dir.remove());

const CRITERIA = '--service eks --gpu h100 --os ubuntu --intent training --platform kubeflow';
const GIT = '--repo https://github.com/example/gitops.git --revision main';

it('writes a cluster file that synth takes, and says so', async () => {
  expect(await cli(`init prod ${CRITERIA} ${GIT} --nodes 4`)).toEqual({
    status: 0,
    out: 'Wrote clusters/prod.yaml.\nNext: cnsctl synth prod\n',
    err: '',
  });
  expect(read('clusters/prod.yaml')).toContain('  path: dist/prod\n');
  expect((await cli('synth prod')).status).toBe(0);
});

it('names the cluster by its criteria when nobody does', async () => {
  await cli(`init ${CRITERIA} --deployer helm`);
  expect(existsSync(join(dir.cwd, 'clusters/eks-h100-ubuntu-training-kubeflow.yaml'))).toBe(true);
});

it('does not replace a file, unless told', async () => {
  await cli(`init prod ${CRITERIA} ${GIT}`);
  writeFileSync(join(dir.cwd, 'clusters/prod.yaml'), 'mine');
  expect(await cli(`init prod ${CRITERIA} ${GIT}`)).toMatchObject({ status: 4, out: '' });
  expect(read('clusters/prod.yaml')).toBe('mine');
  expect((await cli(`init prod ${CRITERIA} ${GIT} --force`)).status).toBe(0);
});

it('tells all that is missing, by its flag', async () => {
  const { status, err } = await cli('init prod');
  expect(status).toBe(2);
  expect(
    err
      .split('\n')
      .filter((line) => line.startsWith('--'))
      .map((line) => line.split(':')[0]),
  ).toEqual(['--repo', '--revision', '--service', '--accelerator', '--os', '--intent']);
  expect(existsSync(join(dir.cwd, 'clusters'))).toBe(false);
});
