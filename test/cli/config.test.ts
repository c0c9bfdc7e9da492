import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, tempDir, words } from './run-cli.ts';

let dir: ReturnType<typeof tempDir>;
const cli = (line: string, env: Readonly<Record<string, string>> = {}) => runCli(words(line), { cwd: dir.cwd, env });
beforeEach(() => {
  dir = tempDir();
});
afterEach(() => dir.remove());

const write = (text: string) => {
  mkdirSync(join(dir.cwd, 'home/.config/cnsctl'), { recursive: true });
  writeFileSync(
    join(dir.cwd, 'home/.config/cnsctl/config.yaml'),
    `apiVersion: cns.dev/v1alpha1\nkind: Config\n${text}`,
  );
};

it('init writes where show reads, once', async () => {
  const file = join(dir.cwd, 'home/.config/cnsctl/config.yaml');
  expect(await cli('config init')).toEqual({ status: 0, out: `Wrote ${file}.\n`, err: '' });
  expect((await cli('config show')).out).toBe(
    `file: ${file}\nfound: true\ndefaults:\n  clusters: clusters\n  outputDir: dist\n`,
  );
  expect(await cli('config init')).toMatchObject({ status: 4, out: '' });
  expect((await cli('config init --force')).status).toBe(0);
});

it.each([
  [
    'an absolute XDG_CONFIG_HOME is taken',
    (cwd: string) => ({ XDG_CONFIG_HOME: join(cwd, 'xdg') }),
    'xdg/cnsctl/config.yaml',
  ],
  [
    'a relative one is not, as the specification says',
    () => ({ XDG_CONFIG_HOME: 'xdg' }),
    'home/.config/cnsctl/config.yaml',
  ],
  ['an empty one is not', () => ({ XDG_CONFIG_HOME: '' }), 'home/.config/cnsctl/config.yaml'],
])('%s', async (_, env, expected) => {
  await cli('config init', env(dir.cwd));
  expect(readFileSync(join(dir.cwd, expected), 'utf8')).toContain('kind: Config');
});

it('a mistake in it has its line', async () => {
  write('defaults:\n  outputdir: x\n');
  const { status, err } = await cli('config show');
  expect(status).toBe(2);
  expect(err).toMatch(
    /config\.yaml:4:14: DOCUMENT_INVALID at defaults\.outputdir\n {2}unknown key "outputdir"; allowed: .*\n {2}hint: did you mean outputDir\?\n$/,
  );
});

it('gives criteria that no flag gives, and is named when one of them is wrong', async () => {
  write('defaults: { service: eks, accelerator: h10, os: ubuntu, intent: training }\n');
  expect((await cli('recipe --gpu h100')).out).toContain('name: eks-h100-ubuntu-training');
  const { err } = await cli('recipe');
  expect(err).toContain('home/.config/cnsctl/config.yaml:1:1: QUERY_INVALID at criteria.accelerator\n  got "h10"');
});

it('does not filter the list of leaves', async () => {
  write('defaults: { accelerator: l4 }\n');
  expect((await cli('recipe list')).out).toContain('h100');
});
