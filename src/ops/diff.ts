import { compareDocuments, type Drift, type DriftOptions, patchDocuments } from '../diff/drift.ts';
import type { PatchOperation } from '../diff/json-patch.ts';
import { type Requirement, recipeDrift } from '../diff/recipe-drift.ts';
import type { DriftReport, FleetReport } from '../diff/report.ts';
import { compareTrees } from '../diff/tree.ts';
import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { type PositionedDocument, parseDocument } from '../recipe/document.ts';
import { resolvedRecipeDocument } from '../recipe/resolved-document.ts';
import { readSide, type Side } from './diff-side.ts';
import type { Io } from './ports.ts';
import { holdRecipe } from './validate-snapshot.ts';

/**
 * Holds B against A: two documents of one kind, two folders, or a resolved recipe against a snapshot.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` and the like for what cannot be read, `USAGE` for two that cannot be compared
 */
export function diff(io: Io, a: string, b: string, options: DriftOptions): DriftReport {
  return held(...readBoth(io, a, b), options);
}

export interface PatchResult {
  readonly report: DriftReport;
  readonly patch: readonly PatchOperation[];
}

/**
 * The patch that makes of A what B is.
 *
 * @throws CnsError `USAGE` for folders: a patch is of two documents
 */
export function diffPatch(io: Io, a: string, b: string, options: DriftOptions): PatchResult {
  const [before, after] = readBoth(io, a, b);
  requireAlike(before, after);
  const report = held(before, after, options);
  if ('value' in before && 'value' in after)
    return { report, patch: patchDocuments(before.value, after.value, options) };
  throw new CnsError({
    code: 'USAGE',
    message: `a JSON Patch is of two documents; ${before.name} and ${after.name} are folders`,
    hint: 'give two files, or another --format',
  });
}

/**
 * Holds everything in a folder against A: its YAML and JSON files where A is a document, its folders where A is one.
 *
 * @throws CnsError with the problems of every file that cannot be compared
 */
export function diffMany(io: Io, a: string, folder: string, options: DriftOptions): FleetReport {
  const before = readSide(io, a);
  const wanted = 'value' in before ? 'YAML or JSON file' : 'folder';
  const paths = io
    .namesIn(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => `${folder.replace(/\/$/, '')}/${name}`)
    .filter((path) => ('value' in before ? io.isFile(path) && /\.(ya?ml|json)$/.test(path) : io.isFolder(path)));
  if (paths.length === 0)
    throw new CnsError({
      code: 'DOCUMENT_UNREADABLE',
      message: `there is no ${wanted} in ${JSON.stringify(folder)}`,
      hint: `${before.name} is held against every ${wanted} directly in it`,
    });
  const problems: Problem[] = [];
  const clusters = paths.flatMap((path) => {
    try {
      return [held(before, readSide(io, path), options)];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  throwProblems(problems);
  return { before: { name: before.name, kind: before.kind }, clusters };
}

function readBoth(io: Io, a: string, b: string): [before: Side, after: Side] {
  if (a === '-' && b === '-')
    throw new CnsError({ code: 'USAGE', message: 'only one side can be the standard input', hint: 'name a file' });
  return [readSide(io, a), readSide(io, b)];
}

function held(before: Side, after: Side, options: DriftOptions): DriftReport {
  const names = {
    before: { name: before.name, kind: before.kind },
    after: { name: after.name, kind: after.kind },
  };
  if ('value' in before && 'value' in after && before.kind === 'ResolvedRecipe' && after.kind === 'Snapshot')
    return { ...names, ...recipeDrift(requirementsOf(before.document, after.document), options) };
  requireAlike(before, after);
  return { ...names, ...driftOf(before, after, options) };
}

/** What the recipe wants of the cluster of the snapshot, and what came of it: as `validate` says it. */
function requirementsOf(recipe: PositionedDocument, snapshot: PositionedDocument): readonly Requirement[] {
  const resolved = parseDocument(recipe, 'ResolvedRecipe', resolvedRecipeDocument);
  return holdRecipe(resolved, { recipe, snapshots: [snapshot] }).items;
}

function driftOf(before: Side, after: Side, options: DriftOptions): Drift {
  if ('value' in before && 'value' in after) return compareDocuments(before.value, after.value, options);
  if ('files' in before && 'files' in after) return compareTrees(before.files, after.files, options);
  throw new TypeError('a document and a folder were not told apart');
}

/** Documents of ours, of which any two kinds have nothing in common. */
const OURS: ReadonlySet<string> = new Set(['Snapshot', 'Cluster', 'ResolvedRecipe']);

function requireAlike(before: Side, after: Side): void {
  if (before.kind === after.kind) return;
  const folder = 'files' in before || 'files' in after;
  if (!folder && !OURS.has(before.kind) && !OURS.has(after.kind)) return;
  throw new CnsError({
    code: 'USAGE',
    message: `${before.name} is a ${before.kind} and ${after.name} a ${after.kind}: nothing in them can be held against each other`,
    hint: HINTS[`${before.kind} ${after.kind}`] ?? 'give two of one kind, or a resolved recipe and then a snapshot',
  });
}

const HINTS: Readonly<Record<string, string>> = {
  'Snapshot ResolvedRecipe': 'what should be stands first: give the recipe, then the snapshot',
  'Cluster Snapshot': 'resolve the cluster file first: `cnsctl recipe CLUSTER --output recipe.yaml`',
  'Snapshot Cluster': 'resolve the cluster file (`cnsctl recipe CLUSTER --output recipe.yaml`) and give it first',
  'Cluster ResolvedRecipe': 'resolve the cluster file: `cnsctl recipe CLUSTER --output recipe.yaml`',
  'ResolvedRecipe Cluster': 'resolve the cluster file: `cnsctl recipe CLUSTER --output recipe.yaml`',
};
