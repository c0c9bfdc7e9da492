import { toYaml } from '../deploy/yaml.ts';
import { compareText, frozen, type PlainMap, pick } from '../plain.ts';
import { API_VERSION } from '../recipe/document.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import type { TunedSetting } from '../recipe/tuning.ts';
import { remembered } from '../remembered.ts';

/**
 * The resolved recipe as a file of the tree: versions, props, constraints, tuning, and for each value the layer that set it.
 *
 * Layers are named with the hash of their content, values without line numbers: a comment in a layer must not rewrite every tree.
 * `cnsctl explain` prints the lines.
 */
export function lockFile(recipe: ResolvedRecipe): string {
  return toYaml({
    apiVersion: API_VERSION,
    kind: 'ResolvedRecipe',
    name: recipe.name,
    criteria: recipe.query,
    support: recipe.leaf?.support ?? 'generic',
    ...(recipe.instance ? { instanceType: recipe.instance.name } : {}),
    gpuNodes: gpuNodes(recipe),
    inputs: sorted(recipe.inputs),
    ownership: recipe.context.ownership,
    provided: recipe.provided,
    components: recipe.components,
    constraints: recipe.constraints.map(({ subject, range, value, state, sources }) => ({
      subject,
      range,
      ...(value === undefined ? {} : { value }),
      state,
      sources,
    })),
    tuning: Object.fromEntries(Object.entries(recipe.tuning).map(([pool, settings]) => [pool, byId(settings)])),
    layers: recipe.layers.map(({ name, hash }) => ({ name, sha256: hash })),
    provenance: Object.fromEntries(
      [...recipe.provenance]
        .sort(([a], [b]) => compareText(a, b))
        .map(([path, { layer, overrode }]) => [
          path,
          overrode.length === 0 ? layer : { layer, overrode: overrode.map((o) => o.layer) },
        ]),
    ),
  });
}

/** What a node must be, for whoever holds a running one against the recipe. */
function gpuNodes({ instance, context }: ResolvedRecipe): PlainMap {
  const { count, selector, taints } = context.gpuNodes;
  return {
    count,
    ...(instance
      ? pick(instance, ['gpus', 'architecture', 'machine', 'fabric', 'fabricInterfaces'])
      : { architecture: context.architecture }),
    selector,
    taints,
  };
}

/** Frozen, so that it is printed once for all clusters of a recipe. */
const byId = remembered((settings: readonly TunedSetting[]) =>
  frozen(Object.fromEntries(settings.map(({ id, ...setting }) => [id, setting]))),
);

const sorted = (map: PlainMap): PlainMap =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
