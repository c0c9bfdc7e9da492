import type { Deployer } from '../contract/deployer.ts';
import type { Bundle, GitLocation } from '../contract/manifests.ts';
import { printTree } from '../deploy/print-tree.ts';
import { CnsError, throwProblems } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { didYouMean } from '../nearest.ts';
import { parse } from '../parse.ts';
import type { PlainMap } from '../plain.ts';
import { type ClusterFile, clusterDocument } from '../recipe/cluster-file.ts';
import { locate, type PositionedDocument, parseDocument } from '../recipe/document.ts';
import { type ResolvedRecipe, resolve } from '../recipe/resolve.ts';
import { checksums, hashesOf } from '../report/checksums.ts';
import { lockFile } from '../report/lock.ts';
import { readmeOf } from '../report/readme.ts';
import { laidOutProblems } from '../synth/check-kinds.ts';
import { checkUnits } from '../synth/check-units.ts';
import { contractProblems } from './contracts-once.ts';
import type { Engine } from './engine.ts';
import { placed } from './position.ts';
import { unitsOf } from './units-of.ts';

export interface SynthRequest {
  readonly document: PositionedDocument;
  /** Values of `--set`, by component; null takes the component out. */
  readonly set?: Readonly<Record<string, PlainMap | null>>;
  /** Components that `set` takes out because another tree brings them: what they make is there. */
  readonly elsewhere?: readonly string[];
  readonly allowGeneric?: boolean;
}

/** Everything that was made for one cluster. */
export interface Tree {
  readonly name: string;
  /** Relative path → text; README, lock and checksums among them. */
  readonly files: ReadonlyMap<string, string>;
  /** SHA-256 of each file. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly recipe: ResolvedRecipe;
  readonly bundle: Bundle;
  readonly deployer: Deployer;
}

/**
 * Makes the tree of one cluster file: parse, resolve, synthesize, check, hold against the nodes of the same file, lay out.
 *
 * @throws CnsError with everything that is wrong at the first of these steps that fails
 */
export function synthCluster(engine: Engine, request: SynthRequest): Tree {
  const { document, set, elsewhere, allowGeneric } = request;
  const cluster = parseDocument(document, 'Cluster', clusterDocument);
  const deployer = deployerOf(engine, cluster, document);
  const { git, options } = settingsOf(deployer, cluster, document);
  const recipe = resolve(engine.catalog, {
    cluster,
    document,
    ...(set ? { flags: { components: set } } : {}),
    ...(elsewhere ? { elsewhere } : {}),
    ...(allowGeneric ? { allowGeneric } : {}),
  });
  const made = manifests(engine, recipe);
  throwProblems(contractProblems(engine.catalog, { document, cluster, recipe, units: made.units }, [set, elsewhere]));
  const bundle: Bundle = { cluster: recipe.context, ...(git ? { git } : {}), options, ...made };
  const laidOut = deployer.layOut(bundle);
  throwProblems(laidOutProblems(laidOut, engine.upstream));
  const files = new Map(printTree(laidOut));
  files.set('recipe.lock.yaml', lockFile(recipe));
  files.set('README.md', readmeOf({ recipe, bundle, deployer, registry: engine.components }));
  const hashes = hashesOf(files);
  files.set('checksums.txt', checksums(hashes));
  hashes.set('checksums.txt', sha256(files.get('checksums.txt') ?? ''));
  return { name: cluster.name, files, hashes, recipe, bundle, deployer };
}

/** Synthesizes a recipe and holds every check against the result. */
export function manifests(engine: Engine, recipe: ResolvedRecipe): Pick<Bundle, 'namespaces' | 'units'> {
  const synthesized = unitsOf(engine, recipe);
  throwProblems(
    checkUnits({ synthesized, context: recipe.context, upstream: engine.upstream }).map((problem) =>
      placed(recipe, problem),
    ),
  );
  return synthesized;
}

function deployerOf(engine: Engine, { gitops }: ClusterFile, document: PositionedDocument): Deployer {
  const deployer = engine.deployers.get(gitops.deployer);
  if (deployer) return deployer;
  const names = [...engine.deployers.keys()].sort();
  const hint = didYouMean(gitops.deployer, names);
  throw new CnsError({
    code: 'DOCUMENT_INVALID',
    path: 'gitops.deployer',
    message: `got ${JSON.stringify(gitops.deployer)}; allowed: ${names.join(', ')}`,
    ...(hint ? { hint } : {}),
    source: locate(document, ['gitops', 'deployer']),
  });
}

function settingsOf(
  deployer: Deployer,
  { gitops }: ClusterFile,
  document: PositionedDocument,
): { git?: GitLocation; options: PlainMap } {
  const { repoURL, revision, path } = gitops;
  const missing = deployer.needsGit
    ? Object.entries({ repoURL, revision, path }).filter(([, value]) => value === undefined)
    : [];
  throwProblems(
    missing.map(([key]) => ({
      code: 'DOCUMENT_INVALID',
      path: `gitops.${key}`,
      message: `is missing: ${deployer.name} reads the tree from Git`,
      hint: `give gitops.${key}; nothing is made up in its place`,
      source: locate(document, ['gitops']),
    })),
  );
  const options = parse(deployer.options, gitops.options, {
    code: 'DOCUMENT_INVALID',
    at: ['gitops', 'options'],
    locate: (at) => locate(document, at),
  }) as PlainMap;
  return { ...(repoURL && revision && path ? { git: { repoURL, revision, path } } : {}), options };
}
