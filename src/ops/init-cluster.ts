import { toYaml } from '../deploy/yaml.ts';
import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { FLAGS } from './at-flag.ts';
import type { Engine } from './engine.ts';
import { clusterFromRequest, type RecipeRequest } from './recipe-request.ts';
import { resolveRecipe } from './resolve-recipe.ts';
import { synthCluster } from './synth-cluster.ts';

/**
 * The text of a cluster file for a request that synthesizes: criteria in their canonical names. Of its own it says only the node
 * labels, when nobody gives them, and that they are to be checked.
 *
 * @throws CnsError with everything that is missing, unknown or does not exist
 */
export function initCluster(
  engine: Engine,
  request: RecipeRequest,
  allowGeneric = false,
): { readonly name: string; readonly text: string } {
  const draft = clusterFromRequest(request);
  const problems = gitProblems(engine, request);
  const recipe = attempt(problems, () => resolveRecipe(engine, { document: draft, allowGeneric }));
  throwProblems(problems);
  if (recipe === undefined) throw new TypeError('a recipe that did not resolve left no problem');
  const { criteria: _criteria, name: _name, ...rest } = draft.value as PlainMap;
  const { apiVersion, kind, inputs, ...others } = rest;
  const instanceTypes = recipe.leaf?.instanceTypes ?? [];
  const value = {
    apiVersion,
    kind,
    name: recipe.name,
    criteria: recipe.query,
    ...(isPlainMap(inputs) && Object.keys(inputs).length > 0 ? { inputs } : {}),
    pools: {
      system: { labels: request.systemLabels ?? { nodeGroup: 'system-worker' } },
      gpu: {
        ...(recipe.instance ? { instanceType: recipe.instance.name } : {}),
        count: request.nodes ?? 1,
        labels: request.gpuLabels ?? { nodeGroup: 'gpu-worker' },
      },
    },
    ...Object.fromEntries(Object.entries(others).filter(([key]) => key !== 'pools')),
  };
  // What resolves may still not synthesize, e.g. for want of a value that only a construct asks for.
  synthCluster(engine, { document: { ...draft, value }, allowGeneric });
  const comments = [
    `# Cluster ${recipe.name}. \`cnsctl synth ${recipe.name}\` makes its tree, \`cnsctl explain ${recipe.name}\` says where each value comes from.`,
    ...(recipe.leaf
      ? [`# Support level of this recipe: ${recipe.leaf.support}.`]
      : ['# Generic recipe: no leaf of the catalog stands for this combination.']),
    '# The labels are those that your node pools give their nodes: change them here or there until they agree.',
    ...(instanceTypes.length > 1 ? [`# Instance types of this recipe: ${instanceTypes.join(', ')}.`] : []),
  ];
  return { name: recipe.name, text: `${comments.join('\n')}\n${toYaml(value)}` };
}

function gitProblems({ deployers }: Engine, { gitops = {} }: RecipeRequest): Problem[] {
  const name = gitops.deployer ?? 'argocd';
  const deployer = deployers.get(name);
  const source = { file: FLAGS, line: 1, column: 1 };
  if (!deployer) {
    const names = [...deployers.keys()].sort();
    const hint = didYouMean(name, names);
    const message = `got ${JSON.stringify(name)}; allowed: ${names.join(', ')}`;
    return [{ code: 'DOCUMENT_INVALID', path: 'gitops.deployer', message, ...(hint ? { hint } : {}), source }];
  }
  if (!deployer.needsGit) return [];
  return (['repoURL', 'revision', 'path'] as const)
    .filter((key) => gitops[key] === undefined)
    .map((key) => ({
      code: 'DOCUMENT_INVALID',
      path: `gitops.${key}`,
      message: `is missing: ${name} reads the tree from Git`,
      hint: `give --${key === 'repoURL' ? 'repo' : key}; nothing is made up in its place`,
    }));
}

/** A problem of Git must not hide one of the recipe, and the other way round. */
function attempt<T>(problems: Problem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
