import type { FileContent, FileObject } from '../contract/deployer.ts';
import type { Problem } from '../errors.ts';
import { formatPath, parsePath } from '../path.ts';
import { remembered } from '../remembered.ts';
import { checkObject, type SchemaProblem } from './check-schema.ts';
import type { Upstream } from './upstream.ts';

/** What does not fit an object's kind. Objects of one recipe are the same in all its clusters: each is checked once. */
export const schemaProblems = remembered((upstream: Upstream) =>
  remembered((object: FileObject): readonly SchemaProblem[] => {
    const index = upstream.kind(object.apiVersion, object.kind);
    return index ? checkObject(index, object, upstream.definition) : [];
  }),
);

export const unknownKind = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string =>
  `no schema of ${apiVersion} ${kind} is known`;

/**
 * Holds the objects that a deployer laid out against their schemas: its own, e.g. Applications, and those of components as it changed
 * them. An object whose kind is not known is a problem too.
 */
export function laidOutProblems(files: ReadonlyMap<string, FileContent>, upstream: Upstream): Problem[] {
  return [...files].flatMap(([file, content]) => {
    const objects = typeof content === 'string' ? [] : Array.isArray(content) ? content : [content as FileObject];
    return objects.flatMap((object) => fileProblems(file, object, upstream));
  });
}

function fileProblems(file: string, object: FileObject, upstream: Upstream): Problem[] {
  const problem = (message: string, path: readonly (string | number)[], hint?: string): Problem => ({
    code: 'MANIFEST_INVALID',
    path: formatPath([file, ...path]),
    message,
    ...(hint ? { hint } : {}),
  });
  if (!upstream.kind(object.apiVersion, object.kind))
    return [problem(unknownKind(object), [], 'add the kind to the upstream index')];
  return schemaProblems(upstream)(object).map(({ path, message }) => problem(message, parsePath(path) ?? []));
}
