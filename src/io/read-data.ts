import { load, Schema, Type } from 'js-yaml';
import { CnsError } from '../errors.ts';
import { parseYaml } from './parse-yaml.ts';

/** Text up to this length may go through the strict parser, which takes some 500 bytes of memory a byte. Unit: UTF-16 code units. */
const MAX_STRICT = 5 * 1024 * 1024;

/** As deep as the strict parser lets a document nest. */
const MAX_DEPTH = 50;

/**
 * The value of one YAML or JSON document: what `parseYaml` says, without positions, some ten times faster.
 *
 * JSON is read by JSON.parse, YAML by js-yaml with scalars of our own; both give up at the first thing that the strict parser refuses
 * or may read in another way, and then the strict parser reads the document and has the last word.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error; `LIMIT_EXCEEDED` for a document that only the strict parser could
 * tell about and that is too large for it
 */
export function readData(text: string, file: string): unknown {
  const fast = readFast(text);
  if (fast.ok) return fast.value;
  if (text.length <= MAX_STRICT) return parseYaml(text, file).value;
  throw new CnsError({
    code: 'LIMIT_EXCEEDED',
    message: `${file} has ${text.length} characters and ${fast.because}; above ${MAX_STRICT} a document must be plain YAML or JSON`,
    hint: 'write it without anchors, tags, comments that look like keys, and keys without a value; JSON is read at any size up to the limit',
  });
}

type Fast = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly because: string };

function readFast(text: string): Fast {
  try {
    const value = /^\s*[[{]/.test(text) ? readJson(text) : readYaml(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, because: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' };
  }
}

/** JSON.parse takes the last of two equal keys: so the members of the text and those of the value are counted. */
function readJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return readYaml(text);
  }
  if (membersIn(text) !== plainMembers(value, 0)) throw new Error('has a key that stands twice');
  return value;
}

/** Members of all objects in a JSON text: colons outside strings. */
function membersIn(text: string): number {
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === COLON) members++;
    else if (char === QUOTE) i = endOfString(text, i + 1);
  }
  return members;
}

const [QUOTE, COLON, BACKSLASH] = [0x22, 0x3a, 0x5c];

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
}

/** How many members a value has, all told. @throws Error at what the strict parser refuses, or must judge */
function plainMembers(value: unknown, depth: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Error('has a number that cannot be held exactly');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('has a number that is too large');
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH && Object.keys(value).length > 0) throw new Error(`is nested more than ${MAX_DEPTH} deep`);
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += plainMembers(item, depth + 1);
    return members;
  }
  const map = value as Record<string, unknown>;
  const keys = Object.keys(map);
  for (const key of keys) {
    if (isForbidden(key)) throw new Error(`has a key ${key}`);
    const item = map[key];
    if (typeof item !== 'string') members += plainMembers(item, depth + 1);
  }
  return members + keys.length;
}

/** Names that reach an object's prototype, and the merge key of YAML 1.1. */
const isForbidden = (key: string): boolean =>
  key === '__proto__' || key === 'constructor' || key === 'prototype' || key === '<<';

function readYaml(text: string): unknown {
  for (const [pattern, because] of UNLIKE) if (pattern.test(text)) throw new Error(because);
  const opened: number[] = [];
  const value: unknown = load(text, {
    schema: SCALARS,
    listener(event, state) {
      const node = state as unknown as Closed;
      if (event === 'open') opened.push(node.line);
      else requirePlain(text, node, opened.pop() !== node.line);
    },
  });
  return plainValue(value, 0);
}

/** Texts in which js-yaml and the strict parser read something else, or one of them refuses. */
const UNLIKE: readonly (readonly [pattern: RegExp, because: string])[] = [
  [/[\r\u0085\u2028\u2029]/, 'has line breaks that are no line feeds'],
  [/^%/m, 'has a directive'],
  [/^ *\t/m, 'has a tab where a line is indented'],
  [/^(?:---|\.\.\.)(?![ \t]*$|[ \t]+#.*$)/m, 'has text on the line of a marker'],
  [/(?:^|[[{,]|[-?:] )\s*\?(?:\s|$)/m, 'has a key that is marked with a question mark'],
];

/** @throws Error for a node that the strict parser refuses, or must judge */
function requirePlain(text: string, { tag, anchor, kind, position }: Closed, spansLines: boolean): void {
  if (anchor !== null) throw new Error('has an anchor');
  if (tag === '!') throw new Error('has a tag');
  if (kind === null) throw new Error(NO_VALUE);
  if (kind !== 'scalar' && isColon(text, position)) throw new Error('has a list or map as a key');
  const last = text[position - 1];
  if (kind !== 'scalar' && spansLines && (last === ']' || last === '}'))
    throw new Error('has a list or map in brackets over several lines');
  // js-yaml does not ask that the later lines of a text in quotes are indented.
  if (kind === 'scalar' && tag === null && spansLines && (last === '"' || last === "'"))
    throw new Error('has a text in quotes over several lines');
  if (text[position] === '#' && last !== ' ' && last !== '\n' && last !== '\t')
    throw new Error('has a comment without a blank');
}

/** What js-yaml knows of a node that it has read. */
interface Closed {
  readonly tag: string | null;
  readonly anchor: string | null;
  readonly kind: string | null;
  readonly position: number;
  readonly line: number;
}

const NO_VALUE = 'has a key or an item without a value';

/** Whether a colon comes next on the line: what ended there is then a key. */
function isColon(text: string, position: number): boolean {
  let next = position;
  while (text[next] === ' ' || text[next] === '\t') next++;
  return text[next] === ':';
}

/** A number that is not written as JavaScript writes it: fine as a value, but as a key it would lose its text. */
class Odd {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Numbers, booleans and null exactly as the core schema of YAML 1.2 has them: https://yaml.org/spec/1.2.2/#1032-tag-resolution. */
const NUMBER = /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const CONSTANTS: ReadonlyMap<unknown, boolean | null> = new Map([
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const NULL = { isNull: true };

const SCALARS = new Schema({
  implicit: [
    new Type('x:constant', {
      kind: 'scalar',
      resolve: (source: unknown) => CONSTANTS.has(source),
      // null itself stands for values that are not there.
      construct: (source: unknown) => CONSTANTS.get(source) ?? NULL,
    }),
    new Type('x:number', { kind: 'scalar', resolve: isNumber, construct: numberOf }),
  ],
});

function isNumber(source: unknown): boolean {
  if (typeof source !== 'string') return false;
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)) throw new Error('has a number without an end');
  return NUMBER.test(source);
}

function numberOf(source: string): number | Odd {
  if (/^[-+]?0[0-9]/.test(source)) throw new Error('has a number that begins with 0');
  const value = Number(source);
  if (!Number.isFinite(value)) throw new Error('has a number that is too large');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Error('has a number that cannot be held exactly');
  return String(value) === source ? value : new Odd(value);
}

/** The value without the wrappers of odd numbers. @throws Error at what the strict parser refuses, or must judge */
function plainValue(value: unknown, depth: number): unknown {
  if (value === NULL) return null;
  if (value instanceof Odd) return value.value;
  if (value === null || value === undefined) throw new Error(NO_VALUE);
  if (typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH && Object.keys(value).length > 0) throw new Error(`is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = plainValue(value[i], depth + 1);
    return value;
  }
  const map = value as Record<string, unknown>;
  for (const key of Object.keys(map)) {
    if (isForbidden(key) || NO_KEYS.has(key)) throw new Error(`has a key ${key}`);
    const item = map[key];
    if (typeof item === 'object') map[key] = plainValue(item, depth + 1);
  }
  return map;
}

/** What keys that are no text become: the strict parser tells them from the text. */
const NO_KEYS: ReadonlySet<string> = new Set(['true', 'false', 'null', '[object Object]']);
