import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadWhole } from '../../src/cli/load-whole.ts';

/** A copy of the built program beside a copy of its package.json. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
  cpSync('package.json', join(folder, 'package.json'));
  cpSync('lib/cli', join(folder, 'lib/cli'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

async function version(): Promise<readonly [text: string, status: number, rejected: boolean | undefined]> {
  const { script, run } = loadWhole(resolve(folder, 'lib/cli'));
  let text = '';
  const sink = { write: (part: string) => (text += part) };
  const status = await run(['node', 'cnsctl', '--version'], { stdout: sink, stderr: sink, env: {}, cwd: folder });
  return [text, status, script.cachedDataRejected];
}

const expected = `${(await import('../../package.json', { with: { type: 'json' } })).default.version}\n`;

it('takes the code cache that the build made', async () => {
  expect(await version()).toEqual([expected, 0, false]);
});

it('runs as well without the cache', async () => {
  rmSync(join(folder, 'lib/cli/whole.cache'));
  expect(await version()).toEqual([expected, 0, undefined]);
});

it('runs as well when V8 refuses the cache', async () => {
  writeFileSync(join(folder, 'lib/cli/whole.cache'), 'of another Node');
  expect(await version()).toEqual([expected, 0, true]);
});
