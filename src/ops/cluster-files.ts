import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { isPlainMap } from '../plain.ts';
import { locate, type PositionedDocument } from '../recipe/document.ts';
import type { Io } from './ports.ts';

/** Folder of cluster files, unless a flag or the config names another. */
export const CLUSTERS = 'clusters';

/**
 * The cluster files that arguments name: a name stands for `clusters/<name>.yaml`, a path for itself, nothing for every file there.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` for every name without a file, with the nearest names
 */
export function clusterFiles(io: Io, names: readonly string[], folder = CLUSTERS): string[] {
  const present = io.yamlFiles(folder);
  if (names.length === 0) {
    if (present.length > 0) return present.map((file) => `${folder}/${file}`);
    throw new CnsError({
      code: 'DOCUMENT_UNREADABLE',
      message: `there is no cluster file in ${folder}/`,
      hint: 'write one with `cnsctl init`, or name a file',
    });
  }
  const known = present.map((file) => file.replace(/\.ya?ml$/, ''));
  const problems: Problem[] = [];
  const files = names.flatMap((name) => {
    if (isPath(name)) return [name];
    const found = present[known.indexOf(name)];
    if (found !== undefined) return [`${folder}/${found}`];
    const hint =
      didYouMean(name, known) ?? (known.length > 0 ? undefined : 'write one with `cnsctl init`, or name a file');
    const there = known.length > 0 ? `; there are ${known.join(', ')}` : '';
    problems.push({
      code: 'DOCUMENT_UNREADABLE',
      message: `no cluster ${JSON.stringify(name)} in ${folder}/${there}`,
      ...(hint ? { hint } : {}),
    });
    return [];
  });
  throwProblems(problems);
  return [...new Set(files)];
}

/** A cluster name has neither, so the two cannot be mixed up. */
const isPath = (name: string): boolean => name === '-' || /[/\\.]/.test(name);

export function readCluster(io: Io, file: string): PositionedDocument {
  return io.parseYaml(io.readText(file), file === '-' ? 'standard input' : file);
}

/** Plugins that a cluster file names, before anything of it is checked: the engine that checks it may need them. */
export function pluginsOf({ value }: PositionedDocument): readonly string[] {
  const plugins = isPlainMap(value) && Object.hasOwn(value, 'plugins') ? value.plugins : undefined;
  return Array.isArray(plugins) ? plugins.filter((name): name is string => typeof name === 'string') : [];
}

/**
 * Data must not run code by itself: a cluster file that names plugins needs the user's word.
 *
 * @throws CnsError `PLUGIN_REFUSED` for every plugin that it names
 */
export function refusePlugins(document: PositionedDocument): void {
  throwProblems(
    pluginsOf(document).map((name, i) => ({
      code: 'PLUGIN_REFUSED',
      path: `plugins[${i}]`,
      message: `${document.file} wants to run the code of package ${JSON.stringify(name)}`,
      hint: 'allow it with --allow-plugins when you trust the package',
      source: locate(document, ['plugins', i]),
    })),
  );
}
