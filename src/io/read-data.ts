import type { Source } from '../errors.ts';
import type { Path } from '../path.ts';
import { locate, type PositionedDocument } from '../recipe/document.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Marks } from './simple-scalar.ts';
import { type SimpleDocument, simpleYaml } from './simple-yaml.ts';

/**
 * The data of a YAML or JSON document: exactly what `parseYaml` reads, or its errors, and in a twentieth of the time for what programs
 * print.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error
 */
export function readData(text: string, file: string): unknown {
  return simpleYaml(text)?.value ?? parseYaml(text, file).value;
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
    document ??= parseYaml(text, file);
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
