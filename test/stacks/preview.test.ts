import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { engine } from '../samples.ts';

const BIN = process.env.PULUMI_BIN;
const stacks = readdirSync('.').flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
const PLUGINS = ['aws', 'gcp', 'azure-native', 'oci', 'kubernetes'];

/** What the compiler lists for a stack. */
function resourcesOf(stack: string): string[] {
  const read = (file: string) => parseYaml(readFileSync(file, 'utf8'), file);
  const account = accountOfStack(read(`Pulumi.${stack}.yaml`));
  const { compiled } = compileInfra(engine, { document: read(`clusters/${stack}.yaml`) }, account);
  return (compiled?.resources ?? []).map(({ type, name }) => `${type} ${stack}-${name}`);
}

if (BIN && existsSync('lib/stacks/main.js')) {
  describe('the real engine of Pulumi, with its state in a folder', () => {
    const home = mkdtempSync(join(tmpdir(), 'cns-pulumi-'));
    const project = join(home, 'project');
    beforeAll(() => {
      for (const folder of ['state', 'project', 'bin']) mkdirSync(join(home, folder));
      // A copy: `stack init` writes into the stack's file.
      const files = readdirSync('.').filter((file) => /^Pulumi\..*yaml$/.test(file));
      for (const name of ['package.json', 'clusters', ...files]) cpSync(name, join(project, name), { recursive: true });
      for (const name of ['lib', 'node_modules']) symlinkSync(resolve(name), join(project, name));
      // The plugins of the clouds cannot be had here: a stand-in takes every resource as it comes and makes nothing.
      for (const plugin of PLUGINS) {
        const { version } = JSON.parse(readFileSync(`node_modules/@pulumi/${plugin}/package.json`, 'utf8'));
        const run = `exec node ${resolve('test/fixtures/pulumi/stand-in-provider.mjs')} ${version} "$@"`;
        writeFileSync(join(home, 'bin', `pulumi-resource-${plugin}`), `#!/bin/sh\n${run}\n`, { mode: 0o755 });
      }
    });
    afterAll(() => rmSync(home, { recursive: true }));
    const pulumi = (...args: string[]) =>
      spawnSync(BIN, [...args, '--non-interactive'], {
        encoding: 'utf8',
        timeout: 170_000,
        maxBuffer: 64 * 1024 * 1024,
        cwd: project,
        env: {
          PATH: [join(home, 'bin'), dirname(BIN), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
          HOME: home,
          PULUMI_HOME: home,
          PULUMI_BACKEND_URL: `file://${home}/state`,
          PULUMI_CONFIG_PASSPHRASE: 'test',
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        },
      });

    it.each(stacks)(
      '%s: preview and up make exactly what the compiler lists, and print no kubeconfig',
      (stack) => {
        const init = pulumi('stack', 'init', stack);
        expect(init.status, init.stderr).toBe(0);
        const preview = pulumi('preview', '--color=never', '--stack', stack);
        expect(preview.status, `${preview.stdout}${preview.stderr}`).toBe(0);
        const up = pulumi('up', '--yes', '--skip-preview', '--color=never', '--stack', stack);
        expect(up.status, `${up.stdout}${up.stderr}`).toBe(0);
        expect(up.stdout).toMatch(/kubeconfig +: +\[secret\]/);
        const state = JSON.parse(pulumi('stack', 'export', '--stack', stack).stdout);
        const made = (state.deployment.resources as { type: string; urn: string }[])
          .filter(({ type }) => !/^(cns|pulumi):/.test(type))
          .map(({ type, urn }) => `${type} ${urn.split('::').at(-1)}`);
        expect(made.sort()).toEqual(resourcesOf(stack).sort());
        expect(JSON.stringify(state.deployment.resources[0].outputs.kubeconfig)).toContain('ciphertext');
        // Deletion has to be allowed first.
        const destroy = pulumi('destroy', '--yes', '--skip-preview', '--color=never', '--stack', stack);
        expect(destroy.status).not.toBe(0);
        expect(`${destroy.stdout}${destroy.stderr}`).toContain('protect');
      },
      600_000,
    );
  });
} else
  console.log(
    `skipped: pulumi preview and up of ${stacks.join(', ')}: ${BIN ? 'lib/ is not built' : 'PULUMI_BIN does not name a Pulumi'}`,
  );

it('every sample stack names a cluster file that is there', () => {
  expect(stacks.length).toBeGreaterThan(0);
  for (const stack of stacks) expect(existsSync(`clusters/${stack}.yaml`), stack).toBe(true);
});
