import type { Component } from '../contract/component.ts';
import { type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { compareText, isPlainMap } from '../plain.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import type { Engine } from './engine.ts';
import { type RecipeRequest, withValues } from './recipe-request.ts';
import { relatedClaims } from './related-claims.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';
import { synthCluster, type Tree } from './synth-cluster.ts';

export interface BundleInput extends RecipeInput {
  /** Deployer and Git location in place of the document's. */
  readonly gitops?: RecipeRequest['gitops'];
  /** Only these components. @default - all of the recipe */
  readonly components?: readonly string[];
  /** Take in what the chosen components need, too. @default false: what is missing is an error */
  readonly withDeps?: boolean;
}

/**
 * The tree of a recipe for one deployer, of all its components or of some.
 *
 * @throws CnsError for components that the recipe does not have, and with everything that the chosen ones need and that was not chosen
 */
export function bundle(engine: Engine, input: BundleInput): Tree {
  const document = withGit(input.document, input.gitops ?? {});
  if (input.components === undefined) return synthCluster(engine, { ...optionsOf(input), document });
  const recipe = resolveRecipe(engine, { ...input, document });
  const chosen = chosenOf(engine, recipe, input.components, input.withDeps ?? false);
  const others = Object.keys(recipe.components).filter((name) => !chosen.has(name));
  return synthCluster(engine, {
    ...optionsOf(input),
    document: withoutNamespaces(document, others),
    set: { ...input.set, ...Object.fromEntries(others.map((name) => [name, null])) },
    elsewhere: others,
  });
}

const optionsOf = ({ set, allowGeneric }: BundleInput) => ({
  ...(set ? { set } : {}),
  ...(allowGeneric ? { allowGeneric } : {}),
});

function withGit(document: PositionedDocument, gitops: NonNullable<BundleInput['gitops']>): PositionedDocument {
  const given = Object.entries(gitops).filter(([, value]) => value !== undefined);
  const before = isPlainMap(document.value) && isPlainMap(document.value.gitops) ? document.value.gitops : {};
  const other = gitops.deployer !== undefined && gitops.deployer !== before.deployer;
  // Options belong to one deployer: those of another would be unknown keys.
  const options = other && before.options !== undefined ? [[['gitops', 'options'], {}] as const] : [];
  return withValues(document, [...given.map(([key, value]) => [['gitops', key], value] as const), ...options]);
}

/** A namespace of a component that is left out would be one of an unknown component. */
function withoutNamespaces(document: PositionedDocument, others: readonly string[]): PositionedDocument {
  const shared = isPlainMap(document.value) ? document.value.shared : undefined;
  if (!isPlainMap(shared) || !isPlainMap(shared.namespaces)) return document;
  const kept = Object.entries(shared.namespaces).filter(([name]) => !others.includes(name));
  return withValues(document, [[['shared', 'namespaces'], Object.fromEntries(kept)]]);
}

function chosenOf(
  engine: Engine,
  recipe: ResolvedRecipe,
  wanted: readonly string[],
  withDeps: boolean,
): ReadonlySet<string> {
  const known = Object.keys(recipe.components).sort(compareText);
  throwProblems(wanted.filter((name) => !known.includes(name)).map((name) => unknown(name, known)));
  const needs = needsOf(engine, recipe);
  const chosen = new Set(wanted);
  const missing = new Map<string, string>();
  for (const name of chosen) {
    for (const need of needs.get(name) ?? []) {
      if (chosen.has(need)) continue;
      if (!withDeps) missing.set(need, missing.get(need) ?? name);
      // A set that grows while it is walked: what the added one needs is found in the same walk.
      chosen.add(need);
    }
  }
  throwProblems([...missing].sort(([a], [b]) => compareText(a, b)).map(([need, name]) => missed(need, name)));
  return chosen;
}

const unknown = (name: string, known: readonly string[]): Problem => {
  const hint = didYouMean(name, known);
  const message = `no component ${JSON.stringify(name)} in this recipe; it has ${known.join(', ')}`;
  return { code: 'COMPONENT_UNKNOWN', path: `components.${name}`, message, ...(hint ? { hint } : {}), source: PLACE };
};

const missed = (need: string, name: string): Problem => ({
  code: 'COMPONENT_CONFLICT',
  path: `components.${name}`,
  message: `${name} needs ${need}, which was not chosen`,
  hint: `add ${need} to --components, or give --with-deps`,
  source: PLACE,
});

const PLACE = { file: '--components', line: 1, column: 1 } as const;

/** What each component of the recipe needs of the others: its dependencies, and whoever claims what it requires. */
function needsOf({ components }: Engine, recipe: ResolvedRecipe): ReadonlyMap<string, readonly string[]> {
  const present = Object.keys(recipe.components).flatMap((name): Component[] => {
    const one = components.get(name);
    return one ? [one] : [];
  });
  const owners = relatedClaims(present, recipe);
  return new Map(
    present.map(({ name, dependsOn = [], requires = [] }) => [
      name,
      [...dependsOn, ...requires.flatMap((claim) => owners.get(claim) ?? [])].filter((need) => need !== name),
    ]),
  );
}
