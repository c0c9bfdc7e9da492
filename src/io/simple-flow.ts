import {
  COLON,
  type Cursor,
  isBreak,
  isQuote,
  NEWLINE,
  NOT_SIMPLE,
  plainKey,
  plainValue,
  put,
  quoted,
  SPACE,
} from './simple-scalar.ts';

const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const TAB = 0x09;

export const isFlow = (code: number): boolean => code === OPEN_MAP || code === OPEN_LIST;

/**
 * A collection in brackets, as JSON writes it or YAML on few lines; without comments.
 *
 * @param indent lines that it goes on must be indented more than this; -1 for a document, where JSON may also have tabs
 */
export function flow(c: Cursor, indent: number, depth: number): unknown {
  if (depth > DEEPEST) throw NOT_SIMPLE;
  return c.text.charCodeAt(c.at) === OPEN_MAP ? flowMap(c, indent, depth) : flowList(c, indent, depth);
}

/** Well below what the strict parser refuses. */
export const DEEPEST = 40;

function flowMap(c: Cursor, indent: number, depth: number): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  const marks = c.marks && new Map<string | number, number>();
  c.marks?.set(map, marks as Map<string | number, number>);
  c.at++;
  if (blank(c, indent) === CLOSE_MAP) {
    c.at++;
    return map;
  }
  for (;;) {
    const keyAt = c.at;
    const isQuoted = isQuote(c.text.charCodeAt(keyAt));
    const name = isQuoted ? quoted(c) : plainKey(word(c));
    if (blank(c, indent) !== COLON) throw NOT_SIMPLE;
    c.at++;
    if (!isQuoted && !isBreak(c.text.charCodeAt(c.at))) throw NOT_SIMPLE;
    const code = blank(c, indent);
    const valueAt = c.at;
    const value = flowValue(c, code, indent, depth);
    put(map, name, value);
    marks?.set(name, value === null || isFlow(code) ? keyAt : valueAt);
    const next = blank(c, indent);
    c.at++;
    if (next === CLOSE_MAP) return map;
    if (next !== COMMA) throw NOT_SIMPLE;
    blank(c, indent);
  }
}

function flowList(c: Cursor, indent: number, depth: number): unknown[] {
  const list: unknown[] = [];
  const marks = c.marks && new Map<string | number, number>();
  c.marks?.set(list, marks as Map<string | number, number>);
  c.at++;
  let code = blank(c, indent);
  if (code === CLOSE_LIST) {
    c.at++;
    return list;
  }
  for (;;) {
    marks?.set(list.length, c.at);
    list.push(flowValue(c, code, indent, depth));
    const next = blank(c, indent);
    c.at++;
    if (next === CLOSE_LIST) return list;
    if (next !== COMMA) throw NOT_SIMPLE;
    code = blank(c, indent);
  }
}

function flowValue(c: Cursor, code: number, indent: number, depth: number): unknown {
  if (isQuote(code)) return quoted(c);
  return isFlow(code) ? flow(c, indent, depth + 1) : plainValue(word(c));
}

const WORD = /-?[A-Za-z0-9_./][A-Za-z0-9_./+-]*/y;

/** A plain text without blanks; what else YAML would take for one is left to the strict parser. */
function word(c: Cursor): string {
  WORD.lastIndex = c.at;
  const found = WORD.exec(c.text)?.[0];
  if (found === undefined || found.startsWith('...')) throw NOT_SIMPLE;
  c.at += found.length;
  return found;
}

/** Skips blanks and line ends; the character that comes then. */
function blank(c: Cursor, indent: number): number {
  const { text } = c;
  for (;;) {
    const code = text.charCodeAt(c.at);
    if (code === NEWLINE) {
      const start = ++c.at;
      while (text.charCodeAt(c.at) === SPACE) c.at++;
      if (c.at - start <= indent && text.charCodeAt(c.at) !== NEWLINE) throw NOT_SIMPLE;
    } else if (code === SPACE || (code === TAB && indent === -1)) c.at++;
    else return code;
  }
}
