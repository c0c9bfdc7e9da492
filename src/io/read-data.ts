import { CnsError, type Source } from '../errors.ts';
import type { Path } from '../path.ts';
import { locate, type PositionedDocument } from '../recipe/document.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Marks } from './simple-scalar.ts';
import { type SimpleDocument, simpleYaml } from './simple-yaml.ts';

/**
 * The data of a YAML or JSON document: exactly what `parseYaml` reads, or its errors, and in a twentieth of the time for what programs
 * print.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error; `LIMIT_EXCEEDED`
 */
export function readData(text: string, file: string): unknown {
  return simpleYaml(text)?.value ?? strictly(text, file).value;
}

/** The same with its positions, which are looked for when the first is asked for. */
export function largeDocument(text: string, file: string): PositionedDocument {
  let at: ((path: Path) => Source) | undefined;
  const place = (path: Path): Source => {
    at ??= locator(text, file);
    return at(path);
  };
  return { file, value: readData(text, file), positions: new Map(), place };
}

/** Longer texts are not given to the strict parser, which takes some 500 bytes of memory a character. Unit: UTF-16 code units. */
const MAX_STRICT = 8 * 1024 * 1024;

/** @throws CnsError `LIMIT_EXCEEDED` for what is too large to be read by the strict parser, and no plain YAML or JSON */
function strictly(text: string, file: string): PositionedDocument {
  if (text.length <= MAX_STRICT) return parseYaml(text, file);
  throw new CnsError({
    code: 'LIMIT_EXCEEDED',
    message: `${file} has ${text.length} characters and is no plain YAML or JSON, or has a syntax error; above ${MAX_STRICT} only such is read`,
    hint: 'write it as JSON',
    source: { file, line: 1, column: 1 },
  });
}

/**
 * Says where a path stands in a document that `readData` read: what `locate` says of the same document from `parseYaml`. The document is
 * read once more, with positions.
 */
export function locator(text: string, file: string): (path: Path) => Source {
  const marks: Marks = new Map();
  const simple = simpleYaml(text, marks);
  if (simple) {
    const starts = lineStarts(simple.text);
    return (path) => ({ file, ...placeOf(starts, offsetOf(simple, marks, path)) });
  }
  let document: PositionedDocument | undefined;
  return (path) => {
    document ??= strictly(text, file);
    return locate(document, path);
  };
}

/** Where a path stands, or the nearest ancestor that there is. */
function offsetOf({ value, at }: SimpleDocument, marks: Marks, path: Path): number {
  let offset = at;
  let node: unknown = value;
  for (const key of path) {
    const below = marks.get(node as object)?.get(key);
    if (below === undefined) break;
    offset = below;
    node = (node as Record<string | number, unknown>)[key];
  }
  return offset;
}

/** Offsets of the first characters of all lines. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** Line and column of an offset, 1-based. */
function placeOf(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
