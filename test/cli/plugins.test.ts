import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterYaml } from '../ops/small-engine.ts';
import { runCli, tempDir, words } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (line: string) => runCli(words(line), { cwd });

/** A deployer of somebody else, written without our package: the contract is a shape. */
const PLUGIN = `export default { name: 'acme', deployers: [{
  name: 'acme-list', title: 'Acme', needsGit: false,
  options: { safeParse: (data) => ({ success: true, data }) },
  layOut: ({ units }) => new Map([['names.txt', units.map((unit) => unit.component + '\\n').join('')]]),
  handOver: () => 'Read names.txt.',
}] };`;

beforeAll(() => {
  mkdirSync(join(cwd, 'node_modules/acme'), { recursive: true });
  mkdirSync(join(cwd, 'clusters'));
  writeFileSync(join(cwd, 'node_modules/acme/package.json'), '{"name":"acme","type":"module","exports":"./index.js"}');
  writeFileSync(join(cwd, 'node_modules/acme/index.js'), PLUGIN);
  writeFileSync(
    join(cwd, 'clusters/prod.yaml'),
    clusterYaml('prod', 'plugins: [acme]\n')
      .replace('argocd', 'acme-list')
      .replace('count: 4', 'labels: { pool: gpu }'),
  );
});
afterAll(remove);

it('a plugin that a cluster file names runs only when it is allowed', async () => {
  const refused = await cli('synth');
  expect([refused.status, refused.err]).toEqual([
    4,
    expect.stringContaining('clusters/prod.yaml:13:11: PLUGIN_REFUSED at plugins[0]'),
  ]);
  expect(await cli('synth --allow-plugins')).toMatchObject({ status: 0, err: '' });
  expect(readFileSync(join(cwd, 'dist/prod/names.txt'), 'utf8')).toContain('gpu-operator\n');
  expect(readFileSync(join(cwd, 'dist/prod/README.md'), 'utf8')).toContain('Read names.txt.');
});

it('one that is wanted and not there is an error of its own', async () => {
  writeFileSync(join(cwd, 'other.yaml'), clusterYaml('other', 'plugins: [acme, gone, ./index.js]\n'));
  const { status, err } = await cli('synth other.yaml --allow-plugins');
  expect(status).toBe(4);
  expect(err).toContain('PLUGIN_REFUSED\n  plugin "gone" is not installed in ');
  expect(err).toContain('PLUGIN_REFUSED\n  plugin "./index.js" is not the name of a package\n');
});
