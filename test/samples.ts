import { readdirSync, readFileSync } from 'node:fs';
import type { Bundle } from '../src/contract/manifests.ts';
import { createEngine } from '../src/engine.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { manifests, synthCluster, type Tree } from '../src/ops/synth-cluster.ts';
import type { Catalog } from '../src/recipe/catalog.ts';
import { clusterDocument } from '../src/recipe/cluster-file.ts';
import { matches, type Query } from '../src/recipe/criteria.ts';
import type { PositionedDocument } from '../src/recipe/document.ts';
import { type Leaf, queriesOf } from '../src/recipe/leaf.ts';
import { formatQuery } from '../src/recipe/query.ts';
import { type ResolvedRecipe, resolve } from '../src/recipe/resolve.ts';
import { laidOut } from './deploy/laid-out.ts';

/** The engine as users have it: all built-in recipes and components, no plugins. */
export const engine = createEngine();

export const SAMPLES = readdirSync('clusters')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort();

const trees = new Map<string, Tree>();

/** The tree of a committed sample, made once a test file; another deployer than its own on request. */
export function sample(name: string, deployer?: string): Tree {
  const key = `${name} ${deployer}`;
  const known = trees.get(key);
  if (known) return known;
  const document = parseYaml(readFileSync(`clusters/${name}.yaml`, 'utf8'), `clusters/${name}.yaml`);
  const made = synthCluster(engine, { document: deployer ? withDeployer(document, deployer) : document });
  trees.set(key, made);
  return made;
}

function withDeployer(document: PositionedDocument, deployer: string): PositionedDocument {
  return { ...document, value: { ...(document.value as object), gitops: { ...GIT, deployer } } };
}

const GIT = { repoURL: 'https://github.com/example/gitops.git', revision: 'main', path: 'dist/proof' };

/** One query of a leaf on one of its instance types. */
export interface Case {
  readonly leaf: Leaf;
  readonly query: Query;
  readonly instanceType: string;
  readonly name: string;
}

export const casesOf = (leaf: Leaf): Case[] =>
  queriesOf(leaf).flatMap((query) =>
    leaf.instanceTypes.map((instanceType) => ({
      leaf,
      query,
      instanceType,
      name: `${formatQuery(query)} on ${instanceType}`,
    })),
  );

/** Each intent of each leaf, with a platform where there is one, on the default type. */
export const oneCaseAnIntent: readonly Case[] = engine.catalog.leaves.flatMap((leaf) =>
  leaf.intents.flatMap((intent) => {
    const ours = casesOf(leaf).filter(({ query }) => query.intent === intent);
    return ours.find(({ query }) => query.platform !== undefined) ?? ours.slice(0, 1);
  }),
);

/** What a layer may ask of every cluster file. A new requirement of the data fails here until it has its row. */
const REQUIRED: Readonly<Record<string, object>> = { 'shared.storageClass': { shared: { storageClass: 'fast' } } };

/** The smallest cluster file of a case: what its layers require, pool labels, and nothing else. */
export function documentOf({ query, instanceType }: Case, extra: object = {}): PositionedDocument {
  const required = engine.catalog.layers
    .filter(({ match }) => matches(match, query))
    .flatMap(({ document }) => Object.entries(document.requires))
    .filter(([, { unless }]) => unless === undefined)
    .map(([path]) => REQUIRED[path] ?? { [path]: 'has no row in REQUIRED of test/samples.ts' });
  const value = {
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Cluster',
    name: 'proof',
    criteria: query,
    pools: {
      system: { labels: { nodeGroup: 'system-worker' } },
      gpu: { instanceType, count: 2, labels: { nodeGroup: 'gpu-worker' } },
    },
    gitops: { deployer: 'argocd', ...GIT },
    ...Object.assign({}, ...required),
    ...extra,
  };
  return { file: 'proof.yaml', value, positions: new Map() };
}

export const resolved = (one: Case, extra?: object, catalog: Catalog = engine.catalog): ResolvedRecipe => {
  const document = documentOf(one, extra);
  return resolve(catalog, { cluster: clusterDocument.parse(document.value), document });
};

/** Manifests of a case after all checks, ready for every deployer: synthesis is shared between them. */
export function bundleOf(recipe: ResolvedRecipe): Bundle {
  return { cluster: recipe.context, git: GIT, options: {}, ...manifests(engine, recipe) };
}

/** Files of a case for one deployer. */
export function layOut(bundle: Bundle, deployer: string): ReadonlyMap<string, string> {
  const found = engine.deployers.get(deployer);
  if (!found) throw new Error(`no deployer ${deployer}`);
  return laidOut(found)({ ...bundle, options: found.options.parse({}) as Record<string, unknown> });
}
