import { CnsError } from '../errors.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { DIMENSIONS } from '../recipe/criteria.ts';
import { type PositionedDocument, parseDocument } from '../recipe/document.ts';
import { snapshotDocument } from '../snapshot/document.ts';
import type { Finding } from '../snapshot/find/evidence.ts';
import { findCriteria } from '../snapshot/find-criteria.ts';
import type { Engine } from './engine.ts';
import { clusterFromRequest, type RecipeRequest } from './recipe-request.ts';
import { type RecipeInput, resolveRecipe } from './resolve-recipe.ts';

export interface FromSnapshot {
  /** Of flags: it wins over the snapshot. Platform `none` is none, whatever is installed. */
  readonly request: RecipeRequest;
  /** Of the config: it stands in where the snapshot shows nothing. */
  readonly defaults: RecipeRequest;
  readonly extras: Pick<RecipeInput, 'set' | 'allowGeneric'>;
}

export interface RecipeFromSnapshot {
  /** A cluster document: criteria, inputs, machine type and count of the cluster that the snapshot is of. */
  readonly document: PositionedDocument;
  readonly findings: readonly Finding[];
}

const DRIVER = 'inputs.driver';

/**
 * What recipe the cluster of a snapshot would have, as a cluster document.
 *
 * @throws CnsError `CRITERIA_UNSURE` with every subject that the snapshot leaves open or contradicts itself about; `DOCUMENT_INVALID`
 *   for a file that is no snapshot
 */
export function recipeFromSnapshot(
  engine: Engine,
  document: PositionedDocument,
  { request, defaults, extras }: FromSnapshot,
): RecipeFromSnapshot {
  const snapshot = parseDocument(document, 'Snapshot', snapshotDocument);
  const decided = { given: valuesOf(request), defaults: valuesOf(defaults) };
  const { findings, problems } = findCriteria(snapshot, engine.catalog, decided);
  const [driver, others] = [problems.filter(isDriver), problems.filter((problem) => !isDriver(problem))];
  if (others.length > 0) throw new CnsError(others);
  const rest = findings.filter((finding) => !isDriver(finding) || finding.state === 'given');
  const made = clusterFromRequest(requestOf(rest, request, defaults));
  // Who brings the driver follows from the recipe, and only that of an image or provider is an input of it.
  if (!findings.some((finding) => isDriver(finding) && finding.evidence.length > 0))
    return { document: made, findings };
  if (!ownsDriver(engine, { document: made, ...extras })) return { document: made, findings: findings.map(leftOut) };
  if (driver.length > 0) throw new CnsError(driver);
  return { document: clusterFromRequest(requestOf(findings, request, defaults)), findings };
}

const isDriver = ({ path }: { readonly path?: string }): boolean => path === DRIVER;

/** A recipe that does not resolve says so when it is asked for; here it only says nothing of a driver. */
function ownsDriver(engine: Engine, input: RecipeInput): boolean {
  try {
    return resolveRecipe(engine, input).context.ownership.driver !== 'operator';
  } catch (error) {
    if (error instanceof CnsError) return false;
    throw error;
  }
}

const leftOut = (finding: Finding): Finding =>
  isDriver(finding) && finding.state !== 'given' && finding.evidence.length > 0
    ? { ...finding, state: 'left-out', why: 'the GPU Operator installs the driver that the recipe names' }
    : finding;

/** The values of a request that a snapshot may show, by path in a cluster file. */
function valuesOf({ criteria, inputs = {}, instanceType, nodes }: RecipeRequest): ReadonlyMap<string, string | number> {
  const rows: readonly (readonly [string, unknown])[] = [
    ...DIMENSIONS.map((dimension) => [`criteria.${dimension}`, criteria[dimension]] as const),
    ...Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const),
    ['pools.gpu.instanceType', instanceType],
    ['pools.gpu.count', nodes],
  ];
  return new Map(
    rows.flatMap(([path, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[path, value] as const] : [],
    ),
  );
}

/** Units and types of a cluster file: evidence is text. */
const NUMBERS: ReadonlySet<string> = new Set(['inputs.pageSizeKiB', 'pools.gpu.count']);

function requestOf(findings: readonly Finding[], given: RecipeRequest, defaults: RecipeRequest): RecipeRequest {
  const taken = findings.flatMap(({ path, state, value }): (readonly [string, string | number])[] => {
    if (value === undefined || state === 'left-out' || state === 'unsure') return [];
    if (path === 'criteria.platform' && value === 'none') return [];
    return [[path, NUMBERS.has(path) ? Number(value) : value]];
  });
  const of = (prefix: string): PlainMap =>
    Object.fromEntries(
      taken.flatMap(([path, value]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), value]] : [])),
    );
  const { instanceType, count, ...pool } = of('pools.gpu.');
  const merged = { ...withoutHoles(defaults), ...withoutHoles(given) };
  return {
    ...merged,
    criteria: of('criteria.') as RecipeRequest['criteria'],
    inputs: of('inputs.'),
    ...pool,
    ...(typeof instanceType === 'string' ? { instanceType } : {}),
    ...(typeof count === 'number' ? { nodes: count } : {}),
  };
}

const withoutHoles = (request: RecipeRequest): Partial<RecipeRequest> =>
  Object.fromEntries(Object.entries(isPlainMap(request) ? request : {}).filter(([, value]) => value !== undefined));
