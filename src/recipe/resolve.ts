import { type ClusterContext, clusterContext, ownership as ownershipSchema } from '../contract/cluster.ts';
import { tolerate } from '../contract/scheduling.ts';
import { CnsError, type Problem, type Source } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, parsePath, type Path, valueAt } from '../path.ts';
import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import type { Catalog } from './catalog.ts';
import type { ClusterFile } from './cluster-file.ts';
import { type PlacedConstraint, type ResolvedConstraint, resolveConstraints } from './constraints.ts';
import { type Criteria, type Dimension, matches, type Query } from './criteria.ts';
import { locate, type PositionedDocument } from './document.ts';
import { answer, type Facts, unknownParts } from './guard.ts';
import type { Inputs } from './inputs.ts';
import type { Instance } from './instance.ts';
import type { Layer, Reason } from './layer.ts';
import type { Leaf } from './leaf.ts';
import { type MergeSource, mergeLayers, type Provenance } from './merge.ts';
import { canonicalQuery, findLeaf } from './query.ts';
import { resolveTuning, type TunedSetting } from './tuning.ts';

/** What a user asks for: a cluster file, parsed, with the document that it came from and values given by flags. */
export interface ResolveInput {
  readonly cluster: ClusterFile;
  readonly document: PositionedDocument;
  /** Values of `--set`: they come last. */
  readonly flags?: { readonly components: PlainMap };
  /** Skip the leaf check: `--allow-generic`. */
  readonly allowGeneric?: boolean;
}

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
  const inputs = inputsOf(matching, input, problems);
  const facts = factsOf(query, inputs, instance);
  const layers = matching.filter((layer) => applies(layer, facts, problems));

  const merged = mergeLayers([...layers.map(asMergeSource), clusterSource(input), ...flagSource(input)]);
  problems.push(...merged.problems, ...missingRequirements(layers, input));
  const components = componentsOf(merged.value, input, problems);
  const ownership = ownershipSchema.parse(merged.value.ownership ?? {});
  const driver =
    ownership.driver === 'operator' ? valueAt(components, ['gpu-operator', 'driver', 'version']) : inputs.driver;
  const known = knownVersions(inputs, components, driver);
  const { constraints, problems: unmet } = resolveConstraints(
    placedConstraints(layers, components),
    known,
    (subject) => known.has(subject) || SUBJECTS.has(subject),
  );
  problems.push(...unmet);
  const tuning = resolveTuning({
    catalog,
    layers,
    pool: 'gpu',
    facts: { ...facts, ...(typeof driver === 'string' ? { driver } : {}) },
    accepted: cluster.pools.gpu.acceptSettings,
  });
  problems.push(...tuning.problems);
  if (problems.length > 0) throw new CnsError(problems);

  const provided = Object.fromEntries(
    Object.entries((merged.value.provided ?? {}) as Record<string, Reason>).sort(([a], [b]) => compareText(a, b)),
  );
  const gpuTaints = cluster.pools.gpu.taints;
  const context = clusterContext.parse({
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
    namespaces: Object.fromEntries(
      Object.entries(components).map(([name, props]) => [name, String(props.namespace ?? '')]),
    ),
    tuning: {
      settings: tuning.settings
        .filter((s) => s.state === 'applies')
        .map(({ layer: _l, grade: _g, state: _s, because: _b, ...setting }) => setting),
      packages: tuning.packages,
    },
  });
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
    constraints,
    tuning: { gpu: tuning.settings },
    context,
    provenance: merged.provenance,
  };
}

/** Subjects of constraints that are not components. */
const SUBJECTS = new Set(['kubernetes', 'driver', 'kernel', 'osVersion']);

const pick = <T extends object, K extends keyof T>(value: T, keys: readonly K[]): Partial<T> =>
  Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]),
  ) as unknown as Partial<T>;

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

/** Inputs come from layers without a condition, then from the cluster file: a condition may rest on any of them. */
function inputsOf(layers: readonly Layer[], { cluster, document }: ResolveInput, problems: Problem[]): Inputs {
  const sources = layers
    .filter((layer) => layer.document.when === undefined)
    .map((layer) => ({ ...asMergeSource(layer), value: { inputs: layer.document.inputs } }));
  const merged = mergeLayers([
    ...sources,
    {
      name: document.file,
      origin: 'cluster',
      match: {},
      value: { inputs: cluster.inputs },
      locate: (path) => locate(document, path),
    },
  ]);
  problems.push(...merged.problems);
  return (merged.value.inputs ?? {}) as Inputs;
}

function factsOf(query: Query, inputs: Inputs, instance: Instance | undefined): Facts {
  const pageSizeKiB = inputs.pageSizeKiB ?? (instance?.architecture === 'amd64' ? 4 : undefined);
  return {
    ...pick(inputs, ['kubernetes', 'osVersion', 'kernel', 'driver', 'region', 'partition', 'capacity']),
    ...(pageSizeKiB === undefined ? {} : { pageSizeKiB }),
    ...(instance
      ? {
          instanceType: instance.name,
          architecture: instance.architecture,
          machine: instance.machine,
          fabric: instance.fabric,
        }
      : {}),
    service: query.service,
    os: query.os,
    intent: query.intent,
  };
}

function applies(layer: Layer, facts: Facts, problems: Problem[]): boolean {
  const condition = layer.document.when;
  if (condition === undefined) return true;
  const held = answer(condition, facts);
  if (held === 'unknown') {
    const missing = unknownParts(condition, facts);
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: `inputs.${missing[0]}`,
      message: `is missing: ${layer.name} applies only where ${JSON.stringify(condition)}`,
      hint: `give ${missing.map((key) => `inputs.${key}`).join(' and ')} in the cluster file`,
    });
  }
  return held === 'yes';
}

function missingRequirements(layers: readonly Layer[], { cluster, document }: ResolveInput): Problem[] {
  const required = layers.flatMap((layer) => Object.entries(layer.document.requires));
  return required
    .filter(([path]) => valueAt(cluster, parsePath(path) ?? []) === undefined)
    .map(([path, { why }]) => ({
      code: 'DOCUMENT_INVALID',
      path,
      message: `is missing: ${why}`,
      hint: `give ${path} in ${document.file}`,
      source: locate(document, parsePath(path) ?? []),
    }));
}

function asMergeSource(layer: Layer): MergeSource {
  const { inputs, ownership, shared, provided, bill, components } = layer.document;
  return {
    name: layer.name,
    origin: layer.origin,
    match: layer.match,
    value: { inputs, ownership, shared, provided, bill, components },
    locate: (path) => locate({ file: layer.name, value: undefined, positions: layer.positions }, path),
  };
}

function clusterSource({ cluster, document }: ResolveInput): MergeSource {
  const { components, ownership, inputs, shared } = cluster;
  return {
    name: document.file,
    origin: 'cluster',
    match: {},
    value: { inputs, ownership, components, shared: pick(shared, ['storageClass']) },
    locate: (path) => locate(document, path),
  };
}

function flagSource({ flags }: ResolveInput): MergeSource[] {
  if (!flags) return [];
  return [
    {
      name: '--set',
      origin: 'flag',
      match: {},
      value: { components: flags.components },
      locate: () => ({ file: '--set', line: 1, column: 1 }),
    },
  ];
}

function componentsOf(
  merged: PlainMap,
  { cluster, document }: ResolveInput,
  problems: Problem[],
): Record<string, PlainMap> {
  const props = (merged.components ?? {}) as Record<string, PlainMap>;
  const bill = (merged.bill ?? {}) as Record<string, PlainMap>;
  const names = Object.keys(props).sort(compareText);
  for (const name of Object.keys(cluster.shared.namespaces).filter((n) => !Object.hasOwn(props, n))) {
    const hint = didYouMean(name, names);
    problems.push({
      code: 'COMPONENT_UNKNOWN',
      path: formatPath(['shared', 'namespaces', name]),
      message: `no component ${JSON.stringify(name)} in this recipe; it has ${names.join(', ')}`,
      ...(hint ? { hint } : {}),
      source: locate(document, ['shared', 'namespaces', name]),
    });
  }
  return Object.fromEntries(
    names.map((name) => {
      const row = Object.hasOwn(bill, name) ? bill[name] : undefined;
      const namespace = Object.hasOwn(cluster.shared.namespaces, name)
        ? { namespace: cluster.shared.namespaces[name] }
        : {};
      return [
        name,
        mergeMaps(
          pick((row ?? {}) as { chart?: unknown; git?: unknown; namespace?: unknown }, ['chart', 'git', 'namespace']),
          { ...props[name], ...namespace },
        ),
      ];
    }),
  );
}

const mergeMaps = (base: PlainMap, over: PlainMap): PlainMap =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [
      key,
      isPlainMap(base[key]) && isPlainMap(over[key]) ? mergeMaps(base[key], over[key]) : (over[key] ?? base[key]),
    ]),
  );

function placedConstraints(
  layers: readonly Layer[],
  components: Readonly<Record<string, PlainMap>>,
): PlacedConstraint[] {
  return layers.flatMap((layer) => {
    const place = (path: Path): Source =>
      locate({ file: layer.name, value: undefined, positions: layer.positions }, path);
    const own = Object.entries(layer.document.constraints).map(([subject, c]) => ({
      ...c,
      subject,
      layer: layer.name,
      position: place(['constraints', subject]),
    }));
    const rows = Object.entries(layer.document.bill)
      .filter(([name]) => Object.hasOwn(components, name))
      .flatMap(([name, row]) =>
        Object.entries(row.constraints).map(([subject, c]) => ({
          ...c,
          subject,
          layer: `${layer.name} (${name})`,
          position: place(['bill', name, 'constraints', subject]),
        })),
      );
    return [...own, ...rows];
  });
}

function knownVersions(
  inputs: Inputs,
  components: Readonly<Record<string, PlainMap>>,
  driver: unknown,
): Map<string, string> {
  const known = new Map<string, string>();
  if (inputs.kubernetes) known.set('kubernetes', inputs.kubernetes);
  if (inputs.osVersion) known.set('osVersion', inputs.osVersion);
  if (inputs.kernel) known.set('kernel', inputs.kernel);
  if (typeof driver === 'string') known.set('driver', driver);
  for (const name of Object.keys(components)) {
    const version = valueAt(components, [name, 'chart', 'version']) ?? valueAt(components, [name, 'git', 'tag']);
    if (typeof version === 'string') known.set(name, version);
  }
  return known;
}
