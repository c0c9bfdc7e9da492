import { toYaml } from '../../src/deploy/yaml.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import type { ResolvedRecipe } from '../../src/recipe/resolve.ts';
import { type ResolvedRecipeDocument, resolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import { lockFile } from '../../src/report/lock.ts';
import type { Setting } from '../../src/validate/settings/rule.ts';

/** A small recipe: no components, no constraints, no settings but those given. */
export const aRecipe = (parts: Partial<ResolvedRecipeDocument> = {}): ResolvedRecipeDocument => ({
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'ResolvedRecipe',
  name: 'demo',
  criteria: { service: 'eks', accelerator: 'h100', os: 'ubuntu', intent: 'training' },
  support: 'schema-checked',
  gpuNodes: {
    count: 1,
    gpus: 1,
    architecture: 'amd64',
    machine: 'vm',
    fabric: 'none',
    selector: { pool: 'gpu' },
    taints: [],
  },
  inputs: {},
  ownership: { driver: 'operator', toolkit: 'operator', devicePlugin: 'operator', allocation: 'device-plugin' },
  provided: {},
  components: {},
  constraints: [],
  tuning: {},
  layers: [],
  provenance: {},
  ...parts,
});

export const aSetting = (parts: Partial<Setting> & Pick<Setting, 'kind' | 'name'>): Setting => ({
  comparison: 'equals',
  reboot: false,
  channel: 'agent',
  why: 'Because.',
  tradeOff: 'None.',
  source: 'test',
  verify: 'look',
  grade: 'S',
  layer: 'test.yaml',
  state: 'applies',
  because: '',
  ...parts,
});

/** The document of a resolved recipe, as a lock holds it. */
export const documentOfRecipe = (recipe: ResolvedRecipe): ResolvedRecipeDocument =>
  resolvedRecipeDocument.parse(parseYaml(lockFile(recipe), 'recipe.lock.yaml').value);

/** The same as a text, for command lines. */
export const recipeText = (recipe: ResolvedRecipeDocument): string => toYaml(JSON.parse(JSON.stringify(recipe)));
