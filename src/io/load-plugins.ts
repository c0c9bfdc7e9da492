import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '../contract/plugin.ts';
import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { isPlainMap } from '../plain.ts';

/** A bare package name as npm allows it: no path, no version, no address. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * Loads installed packages that extend the engine. Call it only with the user's permission: it runs their code.
 *
 * @param from folder whose node_modules (or those above it) hold the packages
 * @throws CnsError `PLUGIN_REFUSED` for every name that is no package name, is not installed, does not load or is no plugin
 */
export async function loadPlugins(
  names: readonly string[],
  from: string,
  importModule: (address: string) => Promise<unknown> = (address) => import(address),
): Promise<readonly Plugin[]> {
  const loaded = await Promise.all([...new Set(names)].map((name) => loadOne(name, from, importModule)));
  throwProblems(loaded.flatMap((one) => ('problems' in one ? one.problems : [])));
  return loaded.flatMap((one) => ('plugin' in one ? [one.plugin] : []));
}

async function loadOne(
  name: string,
  from: string,
  importModule: (address: string) => Promise<unknown>,
): Promise<{ plugin: Plugin } | { problems: readonly Problem[] }> {
  const refused = (message: string, hint: string): { problems: readonly Problem[] } => ({
    problems: [{ code: 'PLUGIN_REFUSED', message: `plugin ${JSON.stringify(name)} ${message}`, hint }],
  });
  if (!NAME.test(name))
    return refused('is not the name of a package', 'name an installed package, without path or version');
  const folder = folderOf(name, from);
  if (folder === undefined) return refused(`is not installed in ${join(from, 'node_modules')}`, `npm install ${name}`);
  let module: unknown;
  try {
    module = await importModule(pathToFileURL(entryOf(folder)).href);
  } catch (error) {
    return refused(`does not load: ${error instanceof Error ? error.message : String(error)}`, 'see its documentation');
  }
  const { default: main, plugin = main } = module as { readonly default?: unknown; readonly plugin?: unknown };
  const faults = pluginFaults(plugin);
  if (faults.length > 0)
    return refused(`is none: ${faults.join('; ')}`, 'export what definePlugin returns, as default or as `plugin`');
  return { plugin: plugin as Plugin };
}

/** What keeps a value from being a plugin, by its shape alone: packages may bring their own copy of our classes. */
export function pluginFaults(value: unknown): string[] {
  if (!isPlainMap(value)) return ['it exports no plugin'];
  const { name, components = [], deployers = [] } = value;
  return [
    ...(typeof name === 'string' && name !== '' ? [] : ['name is no text']),
    ...listFaults(
      'components',
      components,
      (item) => typeof item.create === 'function' && typeof item.props === 'object',
    ),
    ...listFaults(
      'deployers',
      deployers,
      (item) => typeof item.layOut === 'function' && typeof item.handOver === 'function',
    ),
    ...(['recipes', 'upstream'] as const).flatMap((key) => (isFolder(value[key]) ? [] : [`${key} is no file URL`])),
  ];
}

const isFolder = (value: unknown): boolean =>
  value === undefined || (value instanceof URL && value.protocol === 'file:');

function listFaults(
  key: string,
  value: unknown,
  keeps: (item: Readonly<Record<string, unknown>>) => boolean,
): string[] {
  if (!Array.isArray(value)) return [`${key} is no list`];
  return value.flatMap((item, i) =>
    isPlainMap(item) && typeof item.name === 'string' && keeps(item) ? [] : [`${key}[${i}] does not keep the contract`],
  );
}

/** As Node looks for a package: in node_modules of the folder, then of those above it. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (statSync(join(candidate, 'package.json'), { throwIfNoEntry: false })?.isFile()) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}

/** The main file that package.json names for `import`. Not import.meta.resolve: in Node 20 it looks from this file only. */
function entryOf(folder: string): string {
  const { exports, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const target =
    exports === undefined ? main : conditionOf(isPlainMap(exports) && '.' in exports ? exports['.'] : exports);
  const entry = realpathSync(join(folder, typeof target === 'string' ? target : 'index.js'));
  if (!entry.startsWith(folder + sep))
    throw new CnsError({ code: 'PLUGIN_REFUSED', message: `its main file ${entry} lies outside the package` });
  return entry;
}

function conditionOf(target: unknown): unknown {
  if (!isPlainMap(target)) return target;
  for (const [condition, below] of Object.entries(target)) {
    if (['node', 'import', 'default'].includes(condition)) return conditionOf(below);
  }
  return undefined;
}
