import type * as z from 'zod';
import { CnsError, type ErrorCode, type Source } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { parse } from '../parse.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap } from '../plain.ts';

export const API_VERSION = 'cns.dev/v1alpha1';

/** A parsed YAML file with the position of each of its values. */
export interface PositionedDocument {
  /** As the user names it; relative to the project or package, with `/`. */
  readonly file: string;
  readonly value: unknown;
  /** Formatted path → [line, column], 1-based. The empty path is the document. */
  readonly positions: ReadonlyMap<string, readonly [number, number]>;
  /** Finds positions when they are asked for, in place of `positions`: for what is large, and mostly asked nothing. */
  readonly place?: (path: Path) => Source;
}

/** The position of a path, or of its nearest ancestor that has one. */
export function locate({ file, positions, place }: PositionedDocument, path: Path): Source {
  if (place) return place(path);
  for (let length = path.length; length >= 0; length--) {
    const position = positions.get(formatPath(path.slice(0, length)));
    if (position) return { file, line: position[0], column: position[1] };
  }
  return { file, line: 1, column: 1 };
}

/**
 * Parses a document whose header names its version and kind.
 *
 * @throws CnsError `VERSION_UNKNOWN` for another apiVersion or kind, `DOCUMENT_INVALID` with every mistake
 */
export function parseDocument<S extends z.ZodType>(
  document: PositionedDocument,
  kind: string,
  schema: S,
  code: ErrorCode = 'DOCUMENT_INVALID',
): z.output<S> {
  checkHeader(document, [kind]);
  return parse(schema, document.value, { code, locate: (path) => locate(document, path) });
}

/** The kind of a document, one of `kinds`. This is the seam for migrations: an older apiVersion is lifted here, once, before anything reads it. */
export function checkHeader(document: PositionedDocument, kinds: readonly string[]): string {
  const { value } = document;
  if (!isPlainMap(value))
    throw new CnsError({
      code: 'DOCUMENT_INVALID',
      message: `expected a map, got ${value === null ? 'nothing' : Array.isArray(value) ? 'a list' : typeof value}`,
      source: locate(document, []),
    });
  const problem = (key: string, allowed: readonly string[]) => {
    const got = value[key];
    return new CnsError({
      code: 'VERSION_UNKNOWN',
      path: key,
      message: `${got === undefined ? `${key} is missing` : `got ${JSON.stringify(got)}`}; allowed: ${allowed.join(', ')}`,
      hint: (typeof got === 'string' ? didYouMean(got, allowed) : undefined) ?? `write \`${key}: ${allowed[0]}\``,
      source: locate(document, got === undefined ? [] : [key]),
    });
  };
  if (value.apiVersion !== API_VERSION) throw problem('apiVersion', [API_VERSION]);
  if (typeof value.kind !== 'string' || !kinds.includes(value.kind)) throw problem('kind', kinds);
  return value.kind;
}
