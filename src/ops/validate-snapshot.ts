import type { Check } from '../contract/check.ts';
import type { Report, ReportPlace } from '../contract/report.ts';
import { CnsError } from '../errors.ts';
import { parsePath } from '../path.ts';
import { checkHeader, locate, type PositionedDocument, parseDocument } from '../recipe/document.ts';
import { type ResolvedRecipeDocument, resolvedRecipeDocument } from '../recipe/resolved-document.ts';
import { lockFile } from '../report/lock.ts';
import { snapshotDocument } from '../snapshot/document.ts';
import { CHECKS } from '../validate/checks.ts';
import { runChecks } from '../validate/run-checks.ts';
import type { Subject } from '../validate/subject.ts';
import type { Engine } from './engine.ts';
import type { Io } from './ports.ts';
import { resolveRecipe } from './resolve-recipe.ts';

export interface ValidateInput {
  /** A cluster file, a file that `cnsctl recipe` printed, or the lock of a tree. */
  readonly recipe: PositionedDocument;
  /** Of the cluster, of nodes, or both in one. */
  readonly snapshots: readonly PositionedDocument[];
  /** Take criteria of a cluster file that no leaf stands for. @default false */
  readonly allowGeneric?: boolean;
  /** @default - those of `validate/checks.ts` */
  readonly checks?: readonly Check<Subject>[];
  /** Time that the report stands for. Unit: UTC, RFC 3339. @default - when the newest snapshot was taken */
  readonly at?: string;
}

/**
 * Holds what runs against what the recipe wants: constraints, components, node tuning and readiness.
 *
 * @throws CnsError when recipe or snapshot do not parse, when there is no snapshot, or when nothing could be checked
 */
export function validateSnapshot(engine: Engine, io: Pick<Io, 'parseLarge'>, input: ValidateInput): Report {
  const { checks = [...CHECKS, ...engine.checks] } = input;
  return holdRecipe(recipeOf(engine, io, input), { ...input, checks });
}

/** The same for a recipe that is resolved. */
export function holdRecipe(resolved: ResolvedRecipeDocument, input: Omit<ValidateInput, 'allowGeneric'>): Report {
  const { recipe, snapshots, checks = CHECKS, at } = input;
  if (snapshots.length === 0)
    throw new CnsError({
      code: 'USAGE',
      message: 'there is no snapshot to hold the recipe against',
      hint: 'name one with --snapshot',
    });
  const subject: Subject = {
    recipe: resolved,
    snapshots: snapshots.map((document) => ({
      file: document.file,
      snapshot: parseDocument(document, 'Snapshot', snapshotDocument),
    })),
  };
  const report = runChecks(subject, checks, { file: recipe.file, ...(at === undefined ? {} : { at }) });
  const documents = new Map(snapshots.map((document) => [document.file, document]));
  return {
    ...report,
    items: report.items.map((item) => ({ ...item, where: item.where.map((place) => placed(place, documents)) })),
  };
}

/** What a file wants of a cluster. Every way goes through the document, so that all of them are checked alike. */
function recipeOf(
  engine: Engine,
  io: Pick<Io, 'parseLarge'>,
  { recipe, allowGeneric }: ValidateInput,
): ResolvedRecipeDocument {
  if (checkHeader(recipe, ['Cluster', 'ResolvedRecipe']) === 'ResolvedRecipe')
    return parseDocument(recipe, 'ResolvedRecipe', resolvedRecipeDocument);
  const resolved = resolveRecipe(engine, { document: recipe, ...(allowGeneric ? { allowGeneric } : {}) });
  return parseDocument(io.parseLarge(lockFile(resolved), recipe.file), 'ResolvedRecipe', resolvedRecipeDocument);
}

/** Line and column of a path in the file, or of what holds it. */
function placed(place: ReportPlace, documents: ReadonlyMap<string, PositionedDocument>): ReportPlace {
  const document = documents.get(place.file);
  const path = parsePath(place.path);
  if (!document || !path) return place;
  const { line, column } = locate(document, path);
  return { ...place, line, column };
}
