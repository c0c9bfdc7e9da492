import { DEEPEST, flow, isFlow } from './simple-flow.ts';
import {
  COLON,
  type Cursor,
  DASH,
  HASH,
  isBreak,
  isQuote,
  type Marks,
  NEWLINE,
  NOT_SIMPLE,
  plainEnd,
  plainKey,
  plainValue,
  put,
  quoted,
  SPACE,
  startsPlain,
  trimmed,
} from './simple-scalar.ts';

/** A document that was read by `simpleYaml`. */
export interface SimpleDocument {
  readonly value: object;
  /** The text that offsets are of: as it came, with line feeds at the ends of lines. */
  readonly text: string;
  /** Offset of its first character. */
  readonly at: number;
}

/**
 * Reads what programs print and people mostly write, ten times faster than the strict parser: JSON, maps and lists in block style, texts
 * plain or in quotes, literal blocks, comments. Undefined for all else, faulty or not: the strict parser has the word then.
 *
 * What is read here means the same there. That is why it reads no more than it must: each form has one line of YAML's rules, and where
 * readers are known to differ, or where something would be refused, nothing is read.
 *
 * @param marks filled with the place of every entry. @default - nothing is kept
 */
export function simpleYaml(source: string, marks?: Marks): SimpleDocument | undefined {
  const unix = source.includes('\r') ? source.replaceAll('\r\n', '\n') : source;
  if (unix.includes('\r')) return undefined;
  const c: Cursor = { text: unix.endsWith('\n') ? unix : `${unix}\n`, at: 0, column: 0, marks };
  try {
    if (c.text.startsWith('---\n')) c.at = 3;
    nextLine(c, c.at === 0);
    const at = c.at;
    const value = root(c);
    return c.column === -1 ? { value, at, text: c.text } : undefined;
  } catch (error) {
    if (error === NOT_SIMPLE) return undefined;
    throw error;
  }
}

function root(c: Cursor): object {
  if (isFlow(c.text.charCodeAt(c.at))) {
    const value = flow(c, -1, 1) as object;
    endLine(c);
    return value;
  }
  if (c.column !== 0) throw NOT_SIMPLE;
  return block(c, 1);
}

/** The list or map that starts at the cursor, at the cursor's column. */
const block = (c: Cursor, depth: number): object =>
  isDash(c) ? blockList(c, c.column, depth) : blockMap(c, c.column, depth);

const isDash = ({ text, at }: Cursor): boolean => text.charCodeAt(at) === DASH && isBreak(text.charCodeAt(at + 1));

function blockMap(c: Cursor, indent: number, depth: number): Record<string, unknown> {
  if (depth > DEEPEST) throw NOT_SIMPLE;
  const map: Record<string, unknown> = {};
  const marks = c.marks && new Map<string | number, number>();
  c.marks?.set(map, marks as Map<string | number, number>);
  do {
    const keyAt = c.at;
    const name = blockKey(c);
    skipSpaces(c);
    const valueAt = c.at;
    const code = c.text.charCodeAt(valueAt);
    let value: unknown;
    if (code === NEWLINE || code === HASH) {
      nextLine(c);
      // A list may stand at the column of its key.
      if (c.column < indent || (c.column === indent && !isDash(c))) throw NOT_SIMPLE;
      value = block(c, depth + 1);
    } else value = inline(c, code, indent, depth);
    put(map, name, value);
    marks?.set(name, value === null || typeof value === 'object' ? keyAt : valueAt);
    if (c.column > indent) throw NOT_SIMPLE;
  } while (c.column === indent);
  return map;
}

function blockList(c: Cursor, indent: number, depth: number): unknown[] {
  if (depth > DEEPEST) throw NOT_SIMPLE;
  const list: unknown[] = [];
  const marks = c.marks && new Map<string | number, number>();
  c.marks?.set(list, marks as Map<string | number, number>);
  do {
    c.at++;
    const afterDash = c.at;
    skipSpaces(c);
    const code = c.text.charCodeAt(c.at);
    c.column = indent + 1 + c.at - afterDash;
    if (code === NEWLINE || code === HASH) {
      nextLine(c);
      if (c.column <= indent) throw NOT_SIMPLE;
    }
    marks?.set(list.length, c.at);
    const isBlock = code === NEWLINE || code === HASH || isDash(c) || isEntry(c, code);
    list.push(isBlock ? block(c, depth + 1) : inline(c, code, indent, depth));
    if (c.column > indent) throw NOT_SIMPLE;
  } while (c.column === indent && isDash(c));
  return list;
}

/** Whether what stands here is a key with its colon. */
function isEntry(c: Cursor, code: number): boolean {
  const { text, at } = c;
  if (isQuote(code)) {
    quoted(c);
    const end = c.at;
    c.at = at;
    return text.charCodeAt(end) === COLON;
  }
  return startsPlain(text, at) && text.charCodeAt(plainEnd(text, at)) === COLON;
}

function blockKey(c: Cursor): string {
  const { text, at } = c;
  if (isQuote(text.charCodeAt(at))) {
    const name = quoted(c);
    if (text.charCodeAt(c.at) !== COLON || !isBreak(text.charCodeAt(c.at + 1))) throw NOT_SIMPLE;
    c.at++;
    return name;
  }
  if (!startsPlain(text, at)) throw NOT_SIMPLE;
  const end = plainEnd(text, at);
  if (text.charCodeAt(end) !== COLON || text.charCodeAt(end - 1) === SPACE) throw NOT_SIMPLE;
  c.at = end + 1;
  return plainKey(text.slice(at, end));
}

/** A value on the line of its key or dash, and what follows of it; leaves the cursor at the next content. */
function inline(c: Cursor, code: number, indent: number, depth: number): unknown {
  if (code === 0x7c) return literal(c, indent);
  if (isQuote(code) || isFlow(code)) {
    const value = isQuote(code) ? quoted(c) : flow(c, indent, depth + 1);
    endLine(c);
    return value;
  }
  return plain(c, indent);
}

/** A plain text, also one that goes on in lines that are indented more. */
function plain(c: Cursor, indent: number): unknown {
  const { text } = c;
  if (!startsPlain(text, c.at)) throw NOT_SIMPLE;
  let end = plainEnd(text, c.at);
  if (text.charCodeAt(end) === COLON) throw NOT_SIMPLE;
  const first = trimmed(text, c.at, end);
  let all = first;
  while (text.charCodeAt(end) === NEWLINE) {
    let start = end + 1;
    while (text.charCodeAt(start) === SPACE) start++;
    if (start - end - 1 <= indent || !startsPlain(text, start)) break;
    end = plainEnd(text, start);
    if (text.charCodeAt(end) === COLON) throw NOT_SIMPLE;
    all += ` ${trimmed(text, start, end)}`;
  }
  c.at = end;
  nextLine(c);
  return all === first ? plainValue(first) : all;
}

/** A text of whole lines behind `|`, `|-` or `|+`. */
function literal(c: Cursor, parent: number): string {
  const { text } = c;
  const chomp = text[c.at + 1];
  const header = chomp === '-' || chomp === '+' ? 2 : 1;
  if (text.charCodeAt(c.at + header) !== NEWLINE) throw NOT_SIMPLE;
  const lines: string[] = [];
  let indent = -1;
  // Empty lines at the end belong to the text only behind `|+`.
  let empty = 0;
  let at = c.at + header + 1;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    let start = at;
    while (text.charCodeAt(start) === SPACE) start++;
    if (start === end && start !== at) throw NOT_SIMPLE;
    if (start === end) empty++;
    else {
      if (indent === -1) {
        indent = start - at;
        if (indent <= parent || text[start] === '\t') throw NOT_SIMPLE;
      }
      if (start - at < indent) break;
      for (; empty > 0; empty--) lines.push('');
      lines.push(text.slice(at + indent, end));
    }
    at = end + 1;
  }
  if (lines.length === 0) throw NOT_SIMPLE;
  c.at = at - 1;
  nextLine(c);
  const body = lines.join('\n');
  return chomp === '-' ? body : chomp === '+' ? `${body}\n${'\n'.repeat(empty)}` : `${body}\n`;
}

function skipSpaces(c: Cursor): void {
  while (c.text.charCodeAt(c.at) === SPACE) c.at++;
}

/** Nothing but a comment may follow on the line; goes to the next content. */
function endLine(c: Cursor): void {
  const start = c.at;
  skipSpaces(c);
  const code = c.text.charCodeAt(c.at);
  if (code !== NEWLINE && !(code === HASH && c.at > start)) throw NOT_SIMPLE;
  nextLine(c);
}

/** Goes from the end of a line, or from a comment, to the next line with content, and notes its column. */
function nextLine(c: Cursor, first = false): void {
  const { text } = c;
  let lineStart = first ? 0 : text.indexOf('\n', c.at) + 1;
  for (;;) {
    let at = lineStart;
    while (text.charCodeAt(at) === SPACE) at++;
    if (at >= text.length) {
      c.column = -1;
      c.at = at;
      return;
    }
    const code = text.charCodeAt(at);
    if (code !== NEWLINE && code !== HASH) {
      c.at = at;
      c.column = at - lineStart;
      if (c.column === 0 && (text.startsWith('---', at) || text.startsWith('...', at))) throw NOT_SIMPLE;
      return;
    }
    lineStart = text.indexOf('\n', at) + 1;
  }
}
