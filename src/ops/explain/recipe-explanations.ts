import { formatPath, type Path, parsePath, valueAt } from '../../path.ts';
import { isPlainMap } from '../../plain.ts';
import type { Catalog } from '../../recipe/catalog.ts';
import { clusterDocument } from '../../recipe/cluster-file.ts';
import { locate, type PositionedDocument, parseDocument } from '../../recipe/document.ts';
import type { Provenance } from '../../recipe/merge.ts';
import type { ResolvedRecipe } from '../../recipe/resolve.ts';
import type { Explanation } from '../../report/explain.ts';
import { constraintPlace, placeIn, reasonOf } from './reason-of.ts';

export interface ExplainedRecipe {
  readonly recipe: ResolvedRecipe;
  readonly catalog: Catalog;
  readonly document: PositionedDocument;
}

/** Path → why it is so, for everything that layers, the cluster file, flags and the catalog decided. */
export function recipeExplanations(input: ExplainedRecipe): Map<string, Explanation> {
  const all = [
    ...ofClusterFile(input),
    ...ofCatalog(input),
    ...ofLayers(input),
    ...ofTuning(input),
    ...ofConstraints(input),
  ];
  return new Map(all.map((one) => [one.path, one]));
}

/** What only the cluster file says: its choices, and the defaults of its format. */
function ofClusterFile({ document, recipe }: ExplainedRecipe): Explanation[] {
  const { name, pools, gitops, shared } = parseDocument(document, 'Cluster', clusterDocument);
  const { namespaces: _namespaces, ...common } = shared;
  return leavesOf({ name, criteria: recipe.query, pools, gitops, shared: common }, []).map(([path, value]) => {
    const given = valueAt(document.value, path) !== undefined;
    const by = given ? document.file : 'the cluster file format';
    const place = given ? { source: locate(document, path) } : {};
    return { path: formatPath(path), value, kind: given ? 'cluster' : 'default', by, ...place, overrode: [], from: [] };
  });
}

function ofCatalog({ recipe: { instance } }: ExplainedRecipe): Explanation[] {
  if (!instance) return [];
  const { source, ...facts } = instance;
  return Object.entries(facts).map(([key, value]) => ({
    path: `instance.${key}`,
    value,
    kind: 'catalog',
    by: `${instance.service} instance type ${instance.name}`,
    reference: source,
    overrode: [],
    from: [],
  }));
}

/** A component's chart, Git source and namespace may stand in the bill; both are told under the component. */
function ofLayers({ recipe, catalog, document }: ExplainedRecipe): Explanation[] {
  const explained = new Map<string, Explanation>();
  const ordered = [...recipe.provenance].toSorted(
    ([a], [b]) => Number(b.startsWith('bill.')) - Number(a.startsWith('bill.')),
  );
  for (const [text, provenance] of ordered) {
    const at = parsePath(text) ?? [];
    const path = at[0] === 'bill' ? ['components', ...at.slice(1)] : at[0] === 'provided' ? at.slice(0, 2) : at;
    if (at[0] === 'bill' && !(Object.hasOwn(recipe.components, at[1] ?? '') && BILL.has(at[2] ?? ''))) continue;
    const one = explain(catalog, recipe, { path, at, provenance });
    const row = explained.get(one.path);
    explained.set(
      one.path,
      row && at[0] === 'components' ? { ...one, overrode: [...one.overrode, ...overridden(row)] } : one,
    );
  }
  for (const name of Object.keys(recipe.components)) {
    const given = ['shared', 'namespaces', name];
    const namespace = valueAt(document.value, given);
    if (namespace === undefined) continue;
    const path = formatPath(['components', name, 'namespace']);
    const row = explained.get(path);
    const overrode = row ? overridden(row) : [];
    explained.set(path, {
      path,
      value: namespace,
      kind: 'cluster',
      by: document.file,
      source: locate(document, given),
      overrode,
      from: [],
    });
  }
  return [...explained.values()];
}

const BILL = new Set<string | number>(['chart', 'git', 'namespace']);

/** What gives way, and what that had overridden itself. */
const overridden = ({ by, source, value, overrode }: Explanation): Explanation['overrode'] => [
  { layer: by, source: source ?? { file: by, line: 1, column: 1 }, value },
  ...overrode,
];

const recipeValues = (recipe: ResolvedRecipe) => ({
  components: recipe.components,
  inputs: recipe.inputs,
  ownership: recipe.context.ownership,
  shared: { storageClass: recipe.context.storageClass },
});

interface Entry {
  /** Path in the recipe. */
  readonly path: Path;
  /** Path in the layers. */
  readonly at: Path;
  readonly provenance: Provenance;
}

function explain(catalog: Catalog, recipe: ResolvedRecipe, { path, at, provenance }: Entry): Explanation {
  const layer = catalog.layers.find(({ name }) => name === provenance.layer);
  const reason = layer && reasonOf(layer, at);
  const isClaim = at[0] === 'provided';
  // The row of the bill may have given way to the component's own prop: its value is the one in the layer.
  const isComponent = path[0] === 'components' && path.length === 2;
  const here = valueAt(at[0] === 'bill' ? layer?.document : recipeValues(recipe), at);
  // A layer that only names a component, without props, says no more than that it is there.
  const value = isClaim || (isComponent && here !== undefined) ? true : here;
  return {
    path: formatPath(path),
    // A path that was set and has no value was taken out with null.
    value: value ?? null,
    kind: layer ? 'layer' : provenance.layer === '--set' ? 'flag' : 'cluster',
    by: provenance.layer,
    source: layer && isClaim ? placeIn(layer, path) : provenance.source,
    overrode: provenance.overrode,
    ...(reason
      ? { why: reason.why, reference: reason.source }
      : layer
        ? { why: `part of: ${layer.document.summary}` }
        : {}),
    from: [],
  };
}

function ofTuning({ recipe, catalog }: ExplainedRecipe): Explanation[] {
  return Object.entries(recipe.tuning).flatMap(([pool, settings]) =>
    settings.map((setting): Explanation => {
      const { id, name, comparison, value, state, channel, because, why, source, layer: file } = setting;
      const layer = catalog.layers.find((one) => one.name === file);
      const place = layer ? { source: placeIn(layer, ['tuning', pool, 'settings', id]) } : {};
      const carried = `${state}, carried by ${channel}${because === '' ? '' : `: ${because}`}`;
      return {
        path: formatPath(['tuning', pool, id]),
        value: [name, comparison, value, `(${carried})`].filter((part) => part !== undefined).join(' '),
        kind: 'layer',
        by: file,
        ...place,
        why,
        reference: source,
        overrode: [],
        from: [],
      };
    }),
  );
}

function ofConstraints({ recipe, catalog }: ExplainedRecipe): Explanation[] {
  return recipe.constraints.map(({ subject, range, value, state, sources }) => {
    const path = formatPath(['constraints', subject]);
    const from = sources.map(({ layer, range: bound, why, source: reference }): Explanation => {
      const source = constraintPlace(catalog.layers, layer, subject);
      return {
        path,
        value: bound,
        kind: 'layer',
        by: layer,
        ...(source ? { source } : {}),
        why,
        reference,
        overrode: [],
        from: [],
      };
    });
    const known = state === 'met' ? `${range} (is ${value})` : `${range} (known on the node only)`;
    const by = sources.length === 1 ? 'one bound' : `${sources.length} bounds`;
    return { path, value: known, kind: 'joined', by, overrode: [], from };
  });
}

/** Scalars, lists and empty maps with their paths. */
export function leavesOf(value: unknown, at: Path): (readonly [Path, unknown])[] {
  if (value === undefined) return [];
  if (!isPlainMap(value) || Object.keys(value).length === 0) return [[at, value]];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...at, key]));
}
