import { type ClusterContext, clusterContext, ownership as ownershipSchema } from '../contract/cluster.ts';
import { tolerate } from '../contract/scheduling.ts';
import { CnsError, type Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { parsePath, valueAt } from '../path.ts';
import { compareText, type PlainMap, pick } from '../plain.ts';
import type { Catalog } from './catalog.ts';
import { type ResolvedConstraint, resolveConstraints } from './constraints.ts';
import { type Criteria, type Dimension, matches, type Query } from './criteria.ts';
import { locate } from './document.ts';
import { answer, type Facts, unknownParts } from './guard.ts';
import type { Inputs } from './inputs.ts';
import type { Instance } from './instance.ts';
import type { Layer, LayerDocument, Reason } from './layer.ts';
import type { Leaf } from './leaf.ts';
import { mergeLayers, type Provenance } from './merge.ts';
import { asMergeSource, clusterSource, flagSource, type ResolveInput } from './merge-sources.ts';
import { knownVersions, placeConstraints } from './place-constraints.ts';
import { canonicalQuery, findLeaf } from './query.ts';
import { recipeComponents } from './recipe-components.ts';
import { factsOf, inputProblems, resolveInputs } from './resolve-inputs.ts';
import { resolveTuning, type TunedSetting } from './tuning.ts';

export type { ResolveInput } from './merge-sources.ts';

/** One recipe: everything that follows from a query and its inputs, and where each value came from. */
export interface ResolvedRecipe {
  readonly name: string;
  readonly query: Query;
  /** Absent for a generic recipe. */
  readonly leaf?: Leaf;
  readonly instance?: Instance;
  readonly inputs: Inputs;
  readonly layers: readonly {
    readonly name: string;
    readonly match: Criteria;
    readonly hash: string;
    readonly summary: string;
  }[];
  /** Props of each component, the chart and namespace of its bill row among them. Sorted by name. */
  readonly components: Readonly<Record<string, PlainMap>>;
  /** Claims that the provider brings. */
  readonly provided: Readonly<Record<string, Reason>>;
  /** What a person must do before the tree is applied, or look at after, by id. */
  readonly byHand: Readonly<Record<string, LayerDocument['byHand'][string]>>;
  readonly constraints: readonly ResolvedConstraint[];
  /** Tuning by pool name, every setting that was considered. */
  readonly tuning: Readonly<Record<string, readonly TunedSetting[]>>;
  readonly context: ClusterContext;
  /** Path (`components.…`, `bill.…`, `inputs.…`, `ownership.…`) → where it came from. */
  readonly provenance: ReadonlyMap<string, Provenance>;
}

/**
 * Resolves a cluster file against the catalog. Pure: same input, same recipe.
 *
 * @throws CnsError with everything that is wrong: conflicts of layers, constraints that are not met, tuning that does not match
 */
export function resolve(catalog: Catalog, input: ResolveInput): ResolvedRecipe {
  const { cluster, document, allowGeneric = false } = input;
  const query = canonicalQuery(catalog, cluster.criteria, (dimension: Dimension) => ({
    source: locate(document, ['criteria', dimension]),
  }));
  const leaf = allowGeneric ? undefined : findLeaf(catalog, query);
  const instance = instanceOf(catalog, input, query, leaf);
  const problems: Problem[] = [];

  const matching = catalog.layers.filter(({ match }) => matches(match, query));
  const inputs = resolveInputs(matching, input);
  const facts = factsOf(query, inputs, instance);
  const layers = matching.filter((layer) => applies(layer, facts, problems));

  const merged = mergeLayers([...layers.map(asMergeSource), clusterSource(input), ...flagSource(input)]);
  problems.push(...merged.problems);
  const components = recipeComponents(merged, input, problems);
  problems.push(...missingRequirements(layers, components, input));
  const ownership = ownershipSchema.parse(merged.value.ownership ?? {});
  const driver =
    ownership.driver === 'operator' ? valueAt(components, ['gpu-operator', 'driver', 'version']) : inputs.driver;
  problems.push(...inputProblems(inputs, ownership, input));
  const known = knownVersions(inputs, components, driver);
  const { constraints, problems: unmet } = resolveConstraints(
    placeConstraints(layers, components),
    known,
    (subject) => SUBJECTS.has(subject) || Object.hasOwn(components, subject),
  );
  problems.push(...unmet);
  const tuning = resolveTuning({
    catalog,
    layers,
    pool: 'gpu',
    facts: { ...facts, driver: typeof driver === 'string' ? driver : undefined },
    accepted: cluster.pools.gpu.acceptSettings,
  });
  problems.push(...tuning.problems);
  if (problems.length > 0) throw new CnsError(problems);

  const provided = Object.fromEntries(
    Object.entries((merged.value.provided ?? {}) as Record<string, Reason>).sort(([a], [b]) => compareText(a, b)),
  );
  const own = cluster.pools.gpu.taints;
  const byService = instance?.taints.filter(({ key }) => !own.some((taint) => taint.key === key)) ?? [];
  const gpuTaints = [...own, ...byService];
  const parsed = clusterContext.parse({
    ...Object.fromEntries(Object.entries(cluster.shared).filter(([key]) => key !== 'namespaces')),
    ...((merged.value.shared ?? {}) as object),
    ...query,
    name: cluster.name,
    ...pick(inputs, ['kubernetes', 'region', 'partition']),
    pageSizeKiB: facts.pageSizeKiB,
    ...(instance
      ? {
          instanceType: instance.name,
          architecture: instance.architecture,
          machine: instance.machine,
          gpusPerNode: instance.gpus,
          fabric: instance.fabric,
          fabricInterfaces: instance.fabricInterfaces,
        }
      : {}),
    gpuNodes: {
      count: cluster.pools.gpu.count,
      selector: cluster.pools.gpu.labels,
      taints: gpuTaints,
      tolerations: [...gpuTaints.map(tolerate), ...cluster.pools.gpu.tolerations],
    },
    systemNodes: { selector: cluster.pools.system.labels, tolerations: cluster.pools.system.taints.map(tolerate) },
    ownership,
    components: Object.keys(components),
    versions: versionsOf(components),
    namespaces: Object.fromEntries(
      Object.entries(components).map(([name, props]) => [name, String(props.namespace ?? '')]),
    ),
  });
  // The tuning was parsed with its layers: it is the larger part, and the same in every cluster of a recipe.
  const context: ClusterContext = {
    ...parsed,
    tuning: {
      settings: tuning.settings
        .filter((s) => s.state === 'applies')
        .map(({ layer: _l, grade: _g, state: _s, because: _b, when: _w, ...setting }) => setting),
      packages: [...tuning.packages],
    },
  };
  return {
    name: cluster.name,
    query,
    ...(leaf ? { leaf } : {}),
    ...(instance ? { instance } : {}),
    inputs,
    layers: layers
      .map(({ name, match, hash, document: { summary } }) => ({ name, match, hash, summary }))
      .sort((a, b) => compareText(a.name, b.name)),
    components,
    provided,
    byHand: Object.fromEntries(
      layers.flatMap(({ document }) => Object.entries(document.byHand)).sort(([a], [b]) => compareText(a, b)),
    ),
    constraints,
    tuning: { gpu: tuning.settings },
    context,
    provenance: merged.provenance,
  };
}

function versionsOf(components: Readonly<Record<string, PlainMap>>): Record<string, string> {
  const versions = Object.keys(components).map(
    (name) => [name, valueAt(components, [name, 'chart', 'version'])] as const,
  );
  return Object.fromEntries(versions.filter((row): row is readonly [string, string] => typeof row[1] === 'string'));
}

/** Subjects of constraints that are not components. */
const SUBJECTS = new Set(['kubernetes', 'driver', 'kernel', 'osVersion']);

function instanceOf(
  catalog: Catalog,
  { cluster, document }: ResolveInput,
  query: Query,
  leaf: Leaf | undefined,
): Instance | undefined {
  const name = cluster.pools.gpu.instanceType ?? leaf?.instanceTypes[0];
  if (name === undefined) return undefined;
  const allowed =
    leaf?.instanceTypes ??
    catalog.instances
      .filter((i) => i.service === query.service && i.accelerator === query.accelerator)
      .map((i) => i.name);
  const found = catalog.instances.findLast((i) => i.service === query.service && i.name === name);
  if (found && allowed.includes(name)) return found;
  const hint = didYouMean(name, allowed);
  throw new CnsError({
    code: 'DOCUMENT_INVALID',
    path: 'pools.gpu.instanceType',
    message: `${name} is no instance type of ${query.service} with ${query.accelerator} and ${query.os}; allowed: ${allowed.join(', ')}`,
    ...(hint ? { hint } : {}),
    source: locate(document, ['pools', 'gpu', 'instanceType']),
  });
}

function applies(layer: Layer, facts: Facts, problems: Problem[]): boolean {
  const condition = layer.document.when;
  if (condition === undefined) return true;
  const held = answer(condition, facts);
  if (held === 'unknown') {
    const missing = unknownParts(condition, facts);
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: inputOf(missing[0] ?? ''),
      message: `is missing: ${layer.name} applies only where ${JSON.stringify(condition)}`,
      hint: `give ${[...new Set(missing.map(inputOf))].join(' and ')} in the cluster file`,
    });
  }
  return held === 'yes';
}

/** Facts of the instance type are not inputs: the user gives the type. */
const inputOf = (key: string): string =>
  ['instanceType', 'architecture', 'machine', 'fabric'].includes(key) ? 'pools.gpu.instanceType' : `inputs.${key}`;

function missingRequirements(
  layers: readonly Layer[],
  components: ResolvedRecipe['components'],
  { cluster, document, elsewhere = [] }: ResolveInput,
): Problem[] {
  const required = layers.flatMap((layer) => Object.entries(layer.document.requires));
  return required
    .filter(([, { unless = '' }]) => !Object.hasOwn(components, unless) && !elsewhere.includes(unless))
    .filter(([path]) => valueAt(cluster, parsePath(path) ?? []) === undefined)
    .map(([path, { why }]) => ({
      code: 'DOCUMENT_INVALID',
      path,
      message: `is missing: ${why}`,
      // A document made of flags has no file to write it in.
      hint: document.file.startsWith('--') ? `give ${path} by its flag` : `give ${path} in ${document.file}`,
      source: locate(document, parsePath(path) ?? []),
    }));
}
