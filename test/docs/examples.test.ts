import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { pagePaths } from './page.ts';
import { openWorkspace } from './workspace.ts';

const EXAMPLES = 'docs/examples';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** What a cluster file of the examples needs besides its name. */
const FLAGS: Readonly<Record<string, string>> = {
  'with-plugin.yaml': ' --allow-plugins',
};

const workspace = openWorkspace();
afterAll(() => workspace.remove());

describe('cluster files', () => {
  const files = filesIn(`${EXAMPLES}/clusters`);

  it.each(files)('%s makes a tree', async (file) => {
    const flags = FLAGS[file.split('/').at(-1) ?? ''] ?? '';
    const { exit, text } = await workspace.run(`cnsctl synth ./${file} --output-dir trees${flags}`);
    expect(exit, text).toBe(0);
    const name = /^name: (\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect(existsSync(join(workspace.dir, 'trees', name, 'checksums.txt'))).toBe(true);
    expect((await workspace.run(`cnsctl verify trees/${name}`)).exit).toBe(0);
  });

  it('every-key.yaml has every key that a cluster file may have', async () => {
    const { text } = await workspace.run('cnsctl schema Cluster');
    const given = readFileSync(`${EXAMPLES}/clusters/every-key.yaml`, 'utf8');
    const names = keysOf(JSON.parse(text)).filter((key) => !LEFT_OUT.has(key));
    expect(names.filter((key) => !new RegExp(`[\\s{]${key}:`).test(`\n${given}`))).toEqual([]);
  });
});

/** Keys that every-key.yaml leaves out: a package must be installed first, a delay and an input have no place there. */
const LEFT_OUT = new Set(['plugins', 'tolerationSeconds', 'driver']);

/** Names of the properties of a JSON Schema, at every depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, ...rest } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const own = properties === undefined ? [] : Object.keys(properties);
  return [...new Set([...own, ...[...Object.values(properties ?? {}), ...Object.values(rest)].flatMap(keysOf)])];
}

describe('programs', () => {
  const programs = filesIn(EXAMPLES).filter((file) => file.endsWith('.ts'));
  const tsx = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;

  it.each(programs)('%s runs', (file) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', tsx, file], {
      cwd: workspace.dir,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: workspace.dir },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [, promised = ''] = /\/\* prints:\n([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8')) ?? [];
    expect(promised, 'a program says at its end what it prints').not.toBe('');
    expect(stdout).toBe(promised);
  });

  it('have the types of the public exports', () => {
    const config = join(workspace.dir, 'tsconfig.json');
    const exported = (name: string): string[] => [resolve(`src/exports/${name}.ts`)];
    const paths = {
      'cloud-native-stack': exported('index'),
      ...Object.fromEntries(['constructs', 'contract', 'testing'].map((n) => [`cloud-native-stack/${n}`, exported(n)])),
      'cloud-native-stack/stacks/*': [resolve('stacks/*.ts')],
    };
    const compilerOptions = { paths, rootDir: '/', types: ['node'], typeRoots: [resolve('node_modules/@types')] };
    writeFileSync(
      config,
      JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, include: ['docs/examples/**/*.ts'] }),
    );
    const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript-7/bin/tsc'), '-p', config], {
      encoding: 'utf8',
    });
    // Mistakes of the sources themselves are for the type check of the whole.
    expect(stdout.split('\n').filter((line) => line.includes('docs/examples/'))).toEqual([]);
  });
});

/** Folders that a file lies in, below that of the examples. */
const foldersOf = (file: string): string[] => {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/')).filter((folder) => folder.startsWith(`${EXAMPLES}/`));
};

it('every example is named by a page', () => {
  const pages = pagePaths().map((path) => readFileSync(path, 'utf8'));
  const named = (file: string): boolean =>
    pages.some(
      (text) =>
        text.includes(file) ||
        text.includes(file.replace('docs/', '')) ||
        foldersOf(file).some((folder) => text.includes(`${folder} `)),
    );
  expect(filesIn(EXAMPLES).filter((file) => !file.endsWith('.md') && !named(file))).toEqual([]);
});
