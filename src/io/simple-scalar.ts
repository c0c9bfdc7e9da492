/** Thrown where a text leaves the part of YAML that is read here; the strict parser answers then. */
export const NOT_SIMPLE = new Error('not simple');

/** Collection → where each of its entries stands: a scalar at its value, all else at its key or first character. Unit: UTF-16 offset. */
export type Marks = Map<object, Map<string | number, number>>;

/** A text and how far it was read. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Column of the content that `nextLine` came to, 0-based; -1 at the end. */
  column: number;
  readonly marks: Marks | undefined;
}

export const SPACE = 0x20;
export const NEWLINE = 0x0a;
export const HASH = 0x23;
export const COLON = 0x3a;
export const DASH = 0x2d;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;

/** Names that the strict parser refuses as keys. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<']);
/** Readers look for the colon within 1,024 characters. */
const LONGEST_KEY = 1000;

export const isQuote = (code: number): boolean => code === DOUBLE || code === SINGLE;

/** End of a line, or of the text: every text that is read ends with a line feed. */
export const isBreak = (code: number): boolean => code === SPACE || code === NEWLINE;

/** A text in quotes that ends on its line; leaves the cursor behind it. */
export function quoted(c: Cursor): string {
  const { text, at } = c;
  const quote = text.charCodeAt(at);
  let isPlain = true;
  let end = at + 1;
  // Never a search through the text for what may not come: a document of one long line would take for ever.
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if (code === quote) {
      if (quote === DOUBLE || text.charCodeAt(end + 1) !== SINGLE) break;
      isPlain = false;
      end++;
    } else if (code === BACKSLASH && quote === DOUBLE) {
      isPlain = false;
      end++;
      if (text.charCodeAt(end) === NEWLINE) throw NOT_SIMPLE;
    } else if (code === NEWLINE || Number.isNaN(code)) throw NOT_SIMPLE;
  }
  c.at = end + 1;
  const inside = text.slice(at + 1, end);
  if (isPlain) return inside;
  return quote === SINGLE ? inside.replaceAll("''", "'") : unescaped(inside);
}

/** JSON's escapes mean the same in YAML; YAML has more, and takes tabs. */
function unescaped(inside: string): string {
  try {
    return JSON.parse(`"${inside}"`) as string;
  } catch {
    throw NOT_SIMPLE;
  }
}

/** What a plain text may start with and be nothing else: no indicator, no quote, no blank. */
const STARTS = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.($+=^~;<\\)')
  STARTS[character.charCodeAt(0)] = 1;

export function startsPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return STARTS[code] === 1 || (code === DASH && STARTS[text.charCodeAt(at + 1)] === 1);
  return code >= 0xa0 && code !== 0xfeff;
}

/**
 * Where a plain text on one line ends: before a colon that a blank follows, a comment, or the end of the line. Blanks before that are
 * part of it.
 */
export function plainEnd(text: string, from: number): number {
  for (let i = from; ; i++) {
    const code = text.charCodeAt(i);
    if (code > COLON && code < 0x7f) continue;
    if (code === NEWLINE) return i;
    if (code === COLON && isBreak(text.charCodeAt(i + 1))) return i;
    if (code === HASH && text.charCodeAt(i - 1) === SPACE) return i;
    // Tabs and other controls; U+FEFF, which is a mark at some places.
    if (code < SPACE || (code >= 0x7f && code < 0xa0) || code === 0xfeff) throw NOT_SIMPLE;
  }
}

/** The text from `from` without the blanks before `to`. */
export function trimmed(text: string, from: number, to: number): string {
  let end = to;
  while (text.charCodeAt(end - 1) === SPACE) end--;
  return text.slice(from, end);
}

/** What a plain text says, as YAML 1.2 core reads it. */
export function plainValue(text: string): unknown {
  const code = text.charCodeAt(0);
  // Most texts start with a letter that no other value starts with.
  if (code > COLON && code < 0x7f && !MAYBE_WORD.test(text)) return text;
  if (WORDS.has(text)) return WORDS.get(text);
  if (code > COLON || !/^[-+.0-9]/.test(text)) return text;
  if (!NUMBER.test(text)) return text;
  // What JavaScript cannot hold, and what is octal to some, is refused: by who says where.
  if (/^[-+]?0[0-9]/.test(text)) throw NOT_SIMPLE;
  const value = /^0[ox]/.test(text) ? Number(text) : Number.parseFloat(text);
  if (!Number.isFinite(value) || (/^[-+]?[0-9]+$/.test(text) && !Number.isSafeInteger(value))) throw NOT_SIMPLE;
  return value;
}

const MAYBE_WORD = /^(?:~|[TtFfNn])/;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const NUMBER =
  /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** A plain text as a key: a number is one where it reads as it is written. */
export function plainKey(text: string): string {
  const value = plainValue(text);
  if (typeof value !== 'string' && !(typeof value === 'number' && String(value) === text)) throw NOT_SIMPLE;
  return text;
}

/** Puts an entry into a map, once. */
export function put(map: Record<string, unknown>, name: string, value: unknown): void {
  if (name.length > LONGEST_KEY || FORBIDDEN.has(name) || Object.hasOwn(map, name)) throw NOT_SIMPLE;
  map[name] = value;
}
