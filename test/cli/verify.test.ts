import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterYaml } from '../ops/small-engine.ts';
import { runCli, tempDir, words } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (line: string) => runCli(words(line), { cwd });
beforeAll(async () => {
  mkdirSync(join(cwd, 'clusters'));
  writeFileSync(join(cwd, 'clusters/prod.yaml'), clusterYaml());
  await cli('synth');
});
afterAll(remove);

it('says yes, then no with every path', async () => {
  expect(await cli('verify dist/prod')).toEqual({ status: 0, out: 'dist/prod is as it was written.\n', err: '' });
  writeFileSync(join(cwd, 'dist/prod/README.md'), 'mine');
  writeFileSync(join(cwd, 'dist/prod/z.yaml'), '');
  rmSync(join(cwd, 'dist/prod/recipe.lock.yaml'));
  expect(await cli('verify dist/prod')).toEqual({
    status: 1,
    out: 'changed   README.md\nmissing   recipe.lock.yaml\nunlisted  z.yaml\n',
    err: '',
  });
  const { status, out } = await cli('verify dist/prod --format json');
  expect([status, JSON.parse(out)]).toEqual([
    1,
    { ok: false, changed: ['README.md'], missing: ['recipe.lock.yaml'], unlisted: ['z.yaml'] },
  ]);
});
