import type { ValueKind } from './complete.ts';
import { TOPICS } from './help-topics.ts';
import type { Shell } from './shell.ts';
import { COLLECTORS } from './snapshot-flags.ts';

/** Values of a kind, as they are here and now. While somebody types, what cannot be read is nothing to tell. */
export async function dynamicValues(shell: Shell, kind: ValueKind): Promise<readonly string[]> {
  try {
    return await valuesOf(shell, kind);
  } catch {
    return [];
  }
}

async function valuesOf(shell: Shell, kind: ValueKind): Promise<readonly string[]> {
  if (kind === 'topic') return TOPICS;
  if (kind === 'collector') return COLLECTORS;
  if (kind === 'cluster') {
    const [io, { defaults }] = await Promise.all([shell.io(), shell.config()]);
    return io.yamlFiles(defaults.clusters ?? 'clusters').map((file) => file.replace(/\.ya?ml$/, ''));
  }
  const { catalog, deployers, components } = await shell.engine({});
  if (kind === 'deployer') return [...deployers.keys()].sort();
  if (kind === 'component') return [...components.keys()].sort();
  const { valuesOf: legal } = await import('../recipe/catalog.ts');
  return [...legal(catalog, kind).keys()];
}
