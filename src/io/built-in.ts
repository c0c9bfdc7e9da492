import { join } from 'node:path';
import type { Catalog } from '../recipe/catalog.ts';
import type { Upstream } from '../synth/upstream.ts';
import { readCompiled } from './compiled-catalog.ts';
import { loadCatalog } from './load-catalog.ts';
import { packageRoot } from './package-root.ts';
import { upstreamFrom } from './upstream-files.ts';

/** The bundle reads what the build left in lib/, the sources read the sources. */
const fromSource = import.meta.url.endsWith('.ts');

/** The recipes of this package: compiled ones, or the YAML files when running from source. */
export function builtInCatalog(): Catalog {
  return fromSource
    ? loadCatalog(join(packageRoot(), 'recipes'), 'recipes', 'built-in')
    : readCompiled(join(packageRoot(), 'lib'));
}

/** The upstream index of this package. */
export function builtInUpstream(): Upstream {
  return upstreamFrom(join(packageRoot(), fromSource ? 'src' : 'lib', 'upstream'));
}
