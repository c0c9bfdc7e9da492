import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
afterAll(remove);

/** Writes the address of every module that is loaded into the file of LOADED. */
const HOOK = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) { appendFileSync(process.env.LOADED, url + '\\n'); return next(url, context); }`;

function loadedBy(...args: string[]): string[] {
  const log = join(cwd, 'loaded.txt');
  writeFileSync(log, '');
  writeFileSync(join(cwd, 'hook.mjs'), HOOK);
  writeFileSync(
    join(cwd, 'register.mjs'),
    `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(join(cwd, 'hook.mjs')).href)});`,
  );
  const tsx = resolve('node_modules/tsx/dist/loader.mjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, '--import', join(cwd, 'register.mjs'), resolve('src/cli/cnsctl.ts'), ...args],
    { cwd, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', LOADED: log } },
  );
  expect([status, stderr]).toEqual([0, '']);
  return readFileSync(log, 'utf8')
    .split('\n')
    .map((url) => url.replace(/[?#].*$/, ''));
}

const HEAVY = /node_modules\/(?!commander\/)|\/src\/engine\.ts|\/src\/(synth|deploy|recipe|contract)\/|\/constructs\//;

it.each([['--help'], ['--version'], ['synth', '--help'], ['completion', 'bash']])(
  '%s %s loads commander and nothing else that is heavy',
  (...args) => {
    const loaded = loadedBy(...args.filter((arg): arg is string => typeof arg === 'string'));
    expect(loaded.some((url) => url.endsWith('/src/cli/program.ts'))).toBe(true);
    expect(loaded.filter((url) => HEAVY.test(url))).toEqual([]);
  },
);

it('this way of looking sees what a command that needs more loads', () => {
  mkdirSync(join(cwd, 'clusters'), { recursive: true });
  expect(loadedBy('schema').some((url) => url.includes('/node_modules/zod/'))).toBe(true);
});
