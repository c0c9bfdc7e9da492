import { Composer, type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, Parser } from 'yaml';
import { CnsError, type Problem } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import type { PositionedDocument } from '../recipe/document.ts';

/** Nesting deeper than this is refused: no document of ours comes near it. */
const MAX_DEPTH = 50;

/**
 * Parses one YAML document (or JSON, which is YAML) and remembers where each value stands.
 *
 * Aliases, merge keys, tags, duplicate keys, a second document, keys without a value and numbers that JavaScript cannot hold are
 * refused: each makes a file say something else than it seems to, and aliases make small files huge.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error
 */
export function parseYaml(text: string, file: string): PositionedDocument {
  const counter = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return [Math.max(1, line), Math.max(1, col)] as const;
  };
  const problem = (message: string, offset: number, hint?: string): Problem => {
    const [line, column] = at(offset);
    return { code: 'DOCUMENT_UNREADABLE', message, ...(hint ? { hint } : {}), source: { file, line, column } };
  };
  const { document, tooDeep, second } = compose(text, counter);
  if (tooDeep !== undefined) throw new CnsError(problem(`nested more than ${MAX_DEPTH} deep`, tooDeep));
  const problems = [...document.errors, ...document.warnings].map((e) => problem(e.message, e.pos[0]));
  if (second !== undefined)
    problems.push(problem('a second document begins', second, 'a file holds one document: remove what follows `---`'));
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
    if (node?.tag !== undefined) {
      problems.push(problem(`tag ${node.tag} is not allowed`, offset, 'write the value without it'));
      return null;
    }
    if (isSeq(node)) return node.items.map((item, i) => visit(item as Node | null, [...path, i]));
    if (isMap(node)) {
      const map: Record<string, unknown> = {};
      for (const { key, value } of node.items) {
        const keyOffset = (key as Node | null)?.range?.[0] ?? offset;
        const name = keyName(key);
        if (name === undefined || FORBIDDEN_KEYS.has(name)) {
          const shown = String(key).slice(0, 40);
          problems.push(problem(`key ${shown} is not allowed`, keyOffset, 'a key is a plain string'));
          continue;
        }
        if (Object.hasOwn(map, name)) {
          problems.push(problem(`key ${name} stands twice`, keyOffset, 'remove one'));
          continue;
        }
        const below = [...path, name];
        const child = value as Node | null;
        if (child === null || (isScalar(child) && child.value === null && child.source === ''))
          problems.push(problem(`key ${name} has no value`, keyOffset, 'write null, {} or "" to say which is meant'));
        // A map or list starts on a later line than its key; people look for the key.
        positions.set(
          formatPath(below),
          at(isScalar(child) && child.range && child.value !== null ? child.range[0] : keyOffset),
        );
        map[name] = visit(child, below);
      }
      return map;
    }
    if (!isScalar(node)) return null;
    if (typeof node.value === 'number' && !isExact(node.value, node.source))
      problems.push(problem(`number ${node.source} cannot be held exactly`, offset, 'write it in quotes'));
    if (typeof node.value === 'number' && /^[-+]?0[0-9]/.test(node.source ?? ''))
      problems.push(
        problem(`number ${node.source} is octal to some readers`, offset, 'write it without the zero, or in quotes'),
      );
    return node.value;
  };
  const value = problems.length > 0 ? null : visit(document.contents, []);
  if (problems.length > 0) throw new CnsError(problems);
  return { file, value, positions };
}

/** Names that reach an object's prototype, and the merge key of YAML 1.1. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<']);

/** The text of a key; undefined for what is none. A number is one where it reads as it is written: 8080, not 1.10 or 0x10. */
function keyName(key: unknown): string | undefined {
  if (!isScalar(key) || key.tag !== undefined) return undefined;
  if (typeof key.value === 'string') return key.value;
  return typeof key.value === 'number' && String(key.value) === key.source ? key.source : undefined;
}

function isExact(value: number, source: string | undefined): boolean {
  if (!Number.isFinite(value)) return false;
  return Number.isSafeInteger(value) || !/^[-+]?[0-9]+$/.test(source ?? '');
}

/**
 * The first document of the text. `yaml` composes by recursion and would end the process on deep nesting, so the depth is watched
 * while its parser, which does not recurse, reads.
 */
function compose(
  text: string,
  counter: LineCounter,
): { readonly document: Document.Parsed; readonly tooDeep?: number; readonly second?: number } {
  const parser = new Parser(counter.addNewLine);
  const composer = new Composer({
    // Names are held against each other below: here it takes the square of their number.
    uniqueKeys: false,
    merge: false,
    schema: 'core',
    version: '1.2',
    prettyErrors: false,
  });
  let deep: number | undefined;
  function* tokens() {
    counter.addNewLine(0);
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      if (parser.stack.length > 2 * MAX_DEPTH) {
        deep = parser.offset;
        return;
      }
    }
    yield* parser.end();
  }
  const all = [...tokens()];
  if (deep !== undefined)
    return { document: new Composer().compose([], true, 0).next().value as Document.Parsed, tooDeep: deep };
  const [document, next] = [...composer.compose(all, true, text.length)];
  return { document: document as Document.Parsed, ...(next ? { second: next.range[0] } : {}) };
}
