import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { CnsError, type Problem } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import type { PositionedDocument } from '../recipe/document.ts';

/** Nesting deeper than this is refused: no document of ours comes near it. */
const MAX_DEPTH = 50;

/**
 * Parses one YAML document (or JSON, which is YAML) and remembers where each value stands.
 *
 * Aliases, merge keys, tags, duplicate keys and a second document are refused: each makes a file say something else than it seems to,
 * and aliases make small files huge.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error
 */
export function parseYaml(text: string, file: string): PositionedDocument {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: true,
    merge: false,
    schema: 'core',
    version: '1.2',
  });
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return [Math.max(1, line), Math.max(1, col)] as const;
  };
  const problem = (message: string, offset: number, hint?: string): Problem => {
    const [line, column] = at(offset);
    return { code: 'DOCUMENT_UNREADABLE', message, ...(hint ? { hint } : {}), source: { file, line, column } };
  };
  const problems = [...document.errors, ...document.warnings].map((e) => problem(e.message, e.pos[0]));
  const positions = new Map<string, readonly [number, number]>();
  const visit = (node: Node | null, path: Path): unknown => {
    const offset = node?.range?.[0] ?? 0;
    if (path.length > MAX_DEPTH) {
      problems.push(problem(`nested more than ${MAX_DEPTH} deep`, offset));
      return null;
    }
    if (!positions.has(formatPath(path))) positions.set(formatPath(path), at(offset));
    if (isAlias(node)) {
      problems.push(problem(`alias *${node.source} is not allowed`, offset, 'write the value out'));
      return null;
    }
    if (isSeq(node)) return node.items.map((item, i) => visit(item as Node | null, [...path, i]));
    if (isMap(node)) {
      const map: Record<string, unknown> = {};
      for (const { key, value } of node.items) {
        const keyOffset = (key as Node | null)?.range?.[0] ?? offset;
        const name = isScalar(key) && ['string', 'number'].includes(typeof key.value) ? String(key.value) : undefined;
        if (name === undefined || name === '__proto__' || name === 'constructor' || name === 'prototype') {
          problems.push(problem(`key ${String(key)} is not allowed`, keyOffset, 'a key is a plain string'));
          continue;
        }
        const below = [...path, name];
        const child = value as Node | null;
        // A map or list starts on a later line than its key; people look for the key.
        positions.set(
          formatPath(below),
          at(isScalar(child) && child.range && child.value !== null ? child.range[0] : keyOffset),
        );
        map[name] = visit(child, below);
      }
      return map;
    }
    return isScalar(node) ? node.value : null;
  };
  const value = problems.length > 0 ? null : visit(document.contents, []);
  if (problems.length > 0) throw new CnsError(problems);
  return { file, value, positions };
}
