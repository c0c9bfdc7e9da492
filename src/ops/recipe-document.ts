import { CnsError, type Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { parse } from '../parse.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { checkHeader, locate, type PositionedDocument } from '../recipe/document.ts';
import { resolvedRecipeDocument } from '../recipe/resolved-document.ts';
import type { Engine } from './engine.ts';
import type { Io } from './ports.ts';
import { type RecipeInput, recipeData, recipeFile, resolveRecipe } from './resolve-recipe.ts';

/**
 * What a cluster file, or a file that `cnsctl recipe` printed, asks for.
 *
 * @throws CnsError `DOCUMENT_INVALID` for the lock of a tree, which does not say what was asked, and for a request that is none
 */
export function recipeInput(document: PositionedDocument): RecipeInput {
  if (checkHeader(document, ['Cluster', 'ResolvedRecipe']) === 'Cluster') return { document };
  const request = (document.value as PlainMap).request;
  if (!isPlainMap(request) || !isPlainMap(request.cluster))
    throw new CnsError({
      code: 'DOCUMENT_INVALID',
      path: 'request',
      message: 'is missing: this file does not say what it is the answer to',
      hint: 'give the cluster file, or a file that `cnsctl recipe` printed',
      source: locate(document, []),
    });
  const at = ['request'];
  const { cluster, set, allowGeneric } = parse(resolvedRecipeDocument.shape.request.unwrap(), request, {
    code: 'DOCUMENT_INVALID',
    at,
    locate: (path) => locate(document, path),
  });
  return {
    document: below(document, [...at, 'cluster'], cluster),
    ...(set ? { set } : {}),
    ...(allowGeneric === true ? { allowGeneric } : {}),
  };
}

/**
 * Holds a printed recipe against what its request resolves to now. A recipe is an answer, not a place for changes: those that
 * somebody wrote into it, and those of the data since, are refused alike.
 *
 * @throws CnsError `DOCUMENT_INVALID` with every path that differs
 */
export function checkRecipeFile(engine: Engine, io: Pick<Io, 'parseYaml'>, document: PositionedDocument): void {
  if (checkHeader(document, ['Cluster', 'ResolvedRecipe']) === 'Cluster') return;
  const input = recipeInput(document);
  const now = recipeData(io, recipeFile(resolveRecipe(engine, input), input));
  const layers = new Set(engine.catalog.layers.map(({ name }) => name));
  const problems = differences(ofRequest(document.value, layers), ofRequest(now, layers), []).map(
    ({ path, was, is }): Problem => {
      const hint =
        typeof path[0] === 'string' && !Object.hasOwn(now, path[0]) ? didYouMean(path[0], Object.keys(now)) : undefined;
      return {
        code: 'DOCUMENT_INVALID',
        path: formatPath(path),
        message: `the file says ${show(was)}, and the recipe resolves to ${show(is)}`,
        hint: hint ?? 'change the request below it or give --set; or print the recipe again if the data moved',
        source: locate(document, path),
      };
    },
  );
  if (problems.length > 0) throw new CnsError(problems);
}

/**
 * A recipe in which what the request set is of the request, however its file was called then: flags, a snapshot or a cluster file were
 * the request when the recipe was printed, and now the printed file is.
 */
function ofRequest(recipe: unknown, layers: ReadonlySet<string>): unknown {
  if (!isPlainMap(recipe) || !isPlainMap(recipe.provenance)) return recipe;
  const named = (name: unknown) => (typeof name === 'string' && !layers.has(name) ? 'request' : name);
  const provenance = Object.entries(recipe.provenance).map(([path, said]) => [
    path,
    isPlainMap(said) ? { ...said, layer: named(said.layer) } : named(said),
  ]);
  return { ...recipe, provenance: Object.fromEntries(provenance) };
}

/** The same document as it stands below a path, with its positions. */
function below(document: PositionedDocument, at: Path, value: unknown): PositionedDocument {
  const start = formatPath(at);
  const positions = [...document.positions].flatMap(([path, position]) => {
    if (path === start) return [['', position] as const];
    return path.startsWith(`${start}.`) || path.startsWith(`${start}[`)
      ? [[path.slice(start.length).replace(/^\./, ''), position] as const]
      : [];
  });
  return { file: document.file, value, positions: new Map(positions) };
}

interface Difference {
  readonly path: Path;
  readonly was: unknown;
  readonly is: unknown;
}

function differences(was: unknown, is: unknown, path: Path): Difference[] {
  if (isPlainMap(was) && isPlainMap(is))
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      differences(Object.hasOwn(was, key) ? was[key] : undefined, Object.hasOwn(is, key) ? is[key] : undefined, [
        ...path,
        key,
      ]),
    );
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, was, is }];
}

const show = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};
