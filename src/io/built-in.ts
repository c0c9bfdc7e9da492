import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalog } from '../recipe/catalog.ts';
import { readCompiled } from './compiled-catalog.ts';
import { loadCatalog } from './load-catalog.ts';
import { packageRoot } from './package-root.ts';

/** The recipes of this package: compiled ones beside the bundle, or the YAML files when running from source. */
export function builtInCatalog(): Catalog {
  const compiled = fileURLToPath(new URL('./recipes.json', import.meta.url));
  return existsSync(compiled)
    ? readCompiled(compiled)
    : loadCatalog(join(packageRoot(), 'recipes'), 'recipes', 'built-in');
}
