import { lexTemplate, type Piece, type Token } from './template-lex.ts';

/** What a command is made of. */
export type Operand =
  | { readonly kind: 'dot'; readonly fields: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: 'group'; readonly pipeline: Pipeline; readonly fields: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant' };

export interface Pipeline {
  /** Names that the value is bound to, `$key, $value` in a range; empty when it is printed. */
  readonly bind: readonly string[];
  /** Whether the names are new (`:=`) or known (`=`). */
  readonly declares: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | { readonly kind: 'call'; readonly name: Operand; readonly pipeline: Pipeline | undefined }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

export interface Template {
  readonly body: readonly Node[];
  readonly defines: ReadonlyMap<string, readonly Node[]>;
}

/**
 * A Go template as a tree; `define` and `block` bodies are taken out by name.
 *
 * @throws Error with the line when a block does not end or an action is not of the language
 */
export function parseTemplate(source: string): Template {
  const defines = new Map<string, readonly Node[]>();
  const cursor = { pieces: lexTemplate(source), at: 0, defines };
  const body = parseBlock(cursor).nodes;
  if (cursor.at < cursor.pieces.length) throw new Error('an end without a beginning');
  return { body, defines };
}

interface Cursor {
  readonly pieces: readonly Piece[];
  readonly defines: Map<string, readonly Node[]>;
  at: number;
}

/** Nodes up to `end`, `else` or the end of the file; the closing action is left to the caller. */
function parseBlock(cursor: Cursor): { nodes: Node[]; closing: readonly Token[] | undefined } {
  const nodes: Node[] = [];
  while (cursor.at < cursor.pieces.length) {
    const piece = cursor.pieces[cursor.at];
    if (piece === undefined) break;
    if (piece.kind === 'text') {
      nodes.push({ kind: 'text', text: piece.text });
      cursor.at += 1;
      continue;
    }
    const head = piece.tokens[0];
    const word = head?.kind === 'word' ? head.text : '';
    if (word === 'end' || word === 'else') return { nodes, closing: piece.tokens };
    cursor.at += 1;
    if (word === 'define' || word === 'block') parseDefine(cursor, word, piece.tokens, nodes);
    else if (word === 'if' || word === 'with' || word === 'range')
      nodes.push(parseControl(cursor, word, piece.tokens.slice(1)));
    else if (word === 'template') nodes.push(parseCall(piece.tokens));
    else if (word !== 'break' && word !== 'continue' && piece.tokens.length > 0) {
      nodes.push({ kind: 'print', pipeline: parsePipeline(piece.tokens) });
    }
  }
  return { nodes, closing: undefined };
}

function parseDefine(cursor: Cursor, word: string, tokens: readonly Token[], nodes: Node[]): void {
  const { nodes: body } = parseBlock(cursor);
  cursor.at += 1;
  cursor.defines.set(unquote(tokens[1]?.text ?? ''), body);
  if (word === 'block') nodes.push(parseCall(tokens));
}

function parseCall(tokens: readonly Token[]): Node {
  const name: Operand = { kind: 'string', value: unquote(tokens[1]?.text ?? '') };
  return { kind: 'call', name, pipeline: tokens.length > 2 ? parsePipeline(tokens.slice(2)) : undefined };
}

function parseControl(cursor: Cursor, kind: 'if' | 'with' | 'range', tokens: readonly Token[]): Node {
  const pipeline = parsePipeline(tokens);
  const { nodes: body, closing } = parseBlock(cursor);
  if (closing === undefined) throw new Error(`a ${kind} does not end`);
  cursor.at += 1;
  if (closing[0]?.text === 'end') return { kind, pipeline, body, otherwise: [] };
  const next = closing[1]?.text;
  if (next === 'if' || next === 'with') {
    return { kind, pipeline, body, otherwise: [parseControl(cursor, next, closing.slice(2))] };
  }
  const { nodes: otherwise } = parseBlock(cursor);
  cursor.at += 1;
  return { kind, pipeline, body, otherwise };
}

function parsePipeline(tokens: readonly Token[]): Pipeline {
  const sign = tokens.findIndex((t) => t.kind === 'symbol' && (t.text === ':=' || t.text === '='));
  const binds = sign > 0 && tokens.slice(0, sign).every((t) => t.kind === 'variable' || t.text === ',');
  const bind = binds
    ? tokens
        .slice(0, sign)
        .filter((t) => t.kind === 'variable')
        .map((t) => t.text)
    : [];
  const commands: Operand[][] = [];
  for (const part of splitAt(binds ? tokens.slice(sign + 1) : tokens, '|')) commands.push(parseOperands(part));
  return { bind, declares: binds && tokens[sign]?.text === ':=', commands };
}

/** Splits at a symbol outside parentheses. */
function splitAt(tokens: readonly Token[], symbol: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '(') depth += 1;
    if (token.kind === 'symbol' && token.text === ')') depth -= 1;
    if (depth === 0 && token.kind === 'symbol' && token.text === symbol) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function parseOperands(tokens: readonly Token[]): Operand[] {
  const operands: Operand[] = [];
  let at = 0;
  const fields = (): string[] => {
    const names: string[] = [];
    for (let t = tokens[at]; t?.kind === 'field' && t.glued; t = tokens[at]) {
      names.push(t.text.slice(1));
      at += 1;
    }
    return names;
  };
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    at += 1;
    if (token.kind === 'dot') operands.push({ kind: 'dot', fields: [] });
    else if (token.kind === 'field') operands.push({ kind: 'dot', fields: [token.text.slice(1), ...fields()] });
    else if (token.kind === 'variable') operands.push({ kind: 'variable', name: token.text, fields: fields() });
    else if (token.kind === 'string') operands.push({ kind: 'string', value: unquote(token.text) });
    else if (token.kind === 'number') operands.push({ kind: 'number', value: Number(token.text) });
    else if (token.kind === 'word') {
      const constant = token.text === 'true' || token.text === 'false' || token.text === 'nil';
      operands.push(constant ? { kind: 'constant' } : { kind: 'function', name: token.text });
    } else if (token.text === '(') {
      const close = closingOf(tokens, at);
      const pipeline = parsePipeline(tokens.slice(at, close));
      at = close + 1;
      operands.push({ kind: 'group', pipeline, fields: fields() });
    } else throw new Error(`unexpected ${JSON.stringify(token.text)}`);
  }
  return operands;
}

function closingOf(tokens: readonly Token[], from: number): number {
  let depth = 1;
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'symbol') continue;
    if (tokens[at]?.text === '(') depth += 1;
    if (tokens[at]?.text === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a parenthesis does not close');
}

/** The value of a Go string, raw string or character constant; escapes that no chart uses stay as they are. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
