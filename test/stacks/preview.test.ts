import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const BIN = process.env.PULUMI_BIN;
const stacks = readdirSync('.').flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

if (BIN && existsSync('lib/stacks/main.js')) {
  describe('pulumi preview, with the state in a folder and without an account', () => {
    const home = mkdtempSync(join(tmpdir(), 'cns-pulumi-'));
    mkdirSync(join(home, 'state'));
    afterAll(() => rmSync(home, { recursive: true }));
    const pulumi = (...args: string[]) =>
      spawnSync(BIN, args, {
        encoding: 'utf8',
        timeout: 110_000,
        env: {
          PATH: `${dirname(BIN)}:${dirname(process.execPath)}:/usr/bin:/bin`,
          HOME: home,
          PULUMI_HOME: home,
          PULUMI_BACKEND_URL: `file://${home}/state`,
          PULUMI_CONFIG_PASSPHRASE: 'test',
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        },
      });

    it.each(stacks)('%s runs until it needs the plugin of its cloud', (stack) => {
      const { status, stdout, stderr } = pulumi(
        'preview',
        '--non-interactive',
        '--color=never',
        '--stack',
        `organization/cloud-native-stack/${stack}`,
        '--config-file',
        `Pulumi.${stack}.yaml`,
      );
      const said = `${stdout}${stderr}`;
      // Without plugins the engine stops where the provider would be made: the program itself has run until there.
      if (status !== 0)
        expect(said).toMatch(/no resource plugin|plugin .* (was )?not (be )?found|could not find plugin/i);
      else expect(said).toMatch(/\+ \d+ to create/);
    });
  });
} else
  console.log(
    `skipped: pulumi preview of ${stacks.join(', ')}: ${BIN ? 'lib/ is not built' : 'PULUMI_BIN does not name a Pulumi'}`,
  );

it('every sample stack names a cluster file that is there', () => {
  expect(stacks.length).toBeGreaterThan(0);
  for (const stack of stacks) expect(existsSync(`clusters/${stack}.yaml`), stack).toBe(true);
});
