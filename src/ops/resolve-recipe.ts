import { toYaml } from '../deploy/yaml.ts';
import type { PlainMap } from '../plain.ts';
import { clusterDocument } from '../recipe/cluster-file.ts';
import { type PositionedDocument, parseDocument } from '../recipe/document.ts';
import { type ResolvedRecipe, resolve } from '../recipe/resolve.ts';
import { lockFile } from '../report/lock.ts';
import type { Engine } from './engine.ts';
import type { Io } from './ports.ts';

export interface RecipeInput {
  /** A cluster document. */
  readonly document: PositionedDocument;
  readonly set?: Readonly<Record<string, PlainMap | null>>;
  readonly allowGeneric?: boolean;
}

/**
 * The recipe of a cluster document: no manifests, no deployer.
 *
 * @throws CnsError with everything that is wrong with document or recipe
 */
export function resolveRecipe(engine: Engine, { document, set, allowGeneric }: RecipeInput): ResolvedRecipe {
  const cluster = parseDocument(document, 'Cluster', clusterDocument);
  return resolve(engine.catalog, {
    cluster,
    document,
    ...(set ? { flags: { components: set } } : {}),
    ...(allowGeneric ? { allowGeneric } : {}),
  });
}

/**
 * A resolved recipe as a file: the lock of a tree, and the request that it answers, so that `bundle` can answer it again
 * and notice when the data has moved.
 */
export function recipeFile(recipe: ResolvedRecipe, { document, set, allowGeneric }: RecipeInput): string {
  const request = { cluster: document.value, ...(set ? { set } : {}), ...(allowGeneric ? { allowGeneric } : {}) };
  return `${lockFile(recipe)}${toYaml({ request: JSON.parse(JSON.stringify(request)) })}`;
}

/** The same as data. Read back from the text, so that file and data have one definition. */
export function recipeData(io: Pick<Io, 'parseYaml'>, text: string): PlainMap {
  return io.parseYaml(text, 'recipe').value as PlainMap;
}
