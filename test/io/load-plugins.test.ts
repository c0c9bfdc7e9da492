import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlugins, pluginFaults } from '../../src/io/load-plugins.ts';
import { problemsOf } from '../ops/memory-io.ts';

let cwd: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
};
const install = (name: string, manifest: object, files: Readonly<Record<string, string>>) => {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', ...manifest }));
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
};

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cns-plugins-'));
  install('by-default', { exports: './main.js' }, { 'main.js': "export default { name: 'one' };" });
  install(
    '@scope/by-name',
    { exports: { '.': { types: './t.d.ts', import: './m.js', require: './no.cjs' } } },
    { 'm.js': "export const plugin = { name: 'two', recipes: new URL('./recipes/', import.meta.url) };" },
  );
  install(
    'by-main',
    { main: 'lib/x.js' },
    { 'lib/x.js': "export default { name: 'three', components: [{ name: 'c', props: {}, create() {} }] };" },
  );
  install('throws', {}, { 'index.js': "throw new Error('boom');" });
  install('no-plugin', {}, { 'index.js': 'export const x = 1;' });
  install(
    'bad-parts',
    {},
    { 'index.js': "export default { components: [{ name: 'c' }], deployers: 3, recipes: 'recipes' };" },
  );
  install('escapes', { exports: '../../outside.js' }, {});
  install('escapes-by-link', { exports: './link.js' }, {});
  write('outside.js', "export default { name: 'outside' };");
  symlinkSync(join(cwd, 'outside.js'), join(cwd, 'node_modules/escapes-by-link/link.js'));
  mkdirSync(join(cwd, 'below/deeper'), { recursive: true });
});
afterAll(() => rmSync(cwd, { recursive: true }));

it.each([
  ['by-default', 'one'],
  ['@scope/by-name', 'two'],
  ['by-main', 'three'],
])('loads %s', async (name, expected) => {
  expect((await loadPlugins([name], cwd)).map((plugin) => plugin.name)).toEqual([expected]);
});

it('looks in the folders above, and loads a name once', async () => {
  expect((await loadPlugins(['by-default', 'by-default'], join(cwd, 'below/deeper'))).length).toBe(1);
});

describe('refuses', () => {
  it.each([
    ['./main.js', 'is not the name of a package'],
    ['../by-default', 'is not the name of a package'],
    ['/etc/passwd', 'is not the name of a package'],
    ['by-default/main.js', 'is not the name of a package'],
    ['node:fs', 'is not the name of a package'],
    ['file:///x', 'is not the name of a package'],
    ['https://example.com/x.js', 'is not the name of a package'],
    ['..', 'is not the name of a package'],
    ['gone', 'is not installed in'],
    ['throws', 'does not load: boom'],
    ['no-plugin', 'is none: it exports no plugin'],
    [
      'bad-parts',
      'is none: name is no text; components[0] does not keep the contract; deployers is no list; recipes is no file URL',
    ],
    ['escapes', 'lies outside the package'],
    ['escapes-by-link', 'lies outside the package'],
  ])('%s', async (name, message) => {
    const problems = await problemsOf(() => loadPlugins([name], cwd));
    expect(problems.map(({ code, message: said }) => [code, said])).toEqual([
      ['PLUGIN_REFUSED', expect.stringContaining(message)],
    ]);
  });

  it('all that are wrong at once', async () => {
    expect((await problemsOf(() => loadPlugins(['gone', 'by-default', 'throws'], cwd))).length).toBe(2);
  });
});

it.each([[undefined], [null], [3], [[]], [() => {}]])('%s is no plugin', (value) => {
  expect(pluginFaults(value).length).toBeGreaterThan(0);
});
