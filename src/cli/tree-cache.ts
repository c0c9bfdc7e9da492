import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SynthClustersInput } from '../ops/synth-clusters.ts';
import { cacheFolder } from './cache-folder.ts';
import type { EngineFlags, Shell } from './shell.ts';

/**
 * The cache of trees that were written before, in the XDG cache folder.
 *
 * Only for a built program: its build writes `build-id.txt`, a hash over code and data, beside the bundle. Run from source, with
 * recipes of the user's own or with plugins, nothing tells whether code or data changed, so that nothing is remembered.
 */
export async function treeCache(shell: Shell, flags: EngineFlags): Promise<SynthClustersInput['cache']> {
  const { defaults } = await shell.config();
  const id = buildId();
  const folder = cacheFolder(shell.streams.env);
  if (
    id === undefined ||
    folder === undefined ||
    flags.allowPlugins ||
    (flags.recipes ?? defaults.recipes) !== undefined
  )
    return undefined;
  const { openStatCache } = await import('../io/stat-cache.ts');
  return { trees: openStatCache(folder), engine: id };
}

/** In the bundle's folder or, from one of its chunks, the folder above. */
function buildId(): string | undefined {
  const files = ['./build-id.txt', '../build-id.txt'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file, 'utf8').trim();
}
