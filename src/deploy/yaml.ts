import { isFrozen } from '../plain.ts';
import { remembered } from '../remembered.ts';
import { needsEscapes, yamlScalar } from './yaml-scalar.ts';

/**
 * Plain data as one YAML document that ends with a line feed: the only YAML printer of the project.
 *
 * Block style, two spaces, list dashes at the column of their key as kubectl prints them, keys in the order given, no
 * line folded, no anchors. Every reader of YAML 1.1 and of 1.2 gets the same data back. A map entry that is undefined
 * is left out; -0 is written as 0, as JSON does. Lines of what is frozen are remembered.
 *
 * @throws TypeError that names the path of what is not plain data: a bug of the caller, not of the user
 */
export function toYaml(value: unknown): string {
  const path: Path = [];
  const text = inline(value, '', path);
  if (text !== undefined) return `${text}\n`;
  const out: string[] = [];
  block(out, '', '', value as object, path);
  return `${out.join('\n')}\n`;
}

/** Several documents with `---` between them; the empty string when there is none. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

/** js-yaml refuses more than 100 levels; a value that is deeper than this most likely contains itself. */
const MAX_DEPTH = 90;

/** In characters. Readers look for the colon within 1,024 of them, unless the key is marked with `?`. */
const MAX_IMPLICIT_KEY = 1000;

/** Keys and list positions from the document down to the value at hand; grows and shrinks along the walk. */
type Path = (string | number)[];

/** Adds the lines of a list or map that has entries. `first` is what its first line starts with, `indent` the others. */
function block(out: string[], first: string, indent: string, value: object, path: Path): void {
  if (path.length >= MAX_DEPTH) throw notPlain(path, `more than ${MAX_DEPTH} levels, or a value that contains itself`);
  const list = Array.isArray(value);
  const keys = list ? value : Object.keys(value);
  const deeper = `${indent}  `;
  let start = first;
  for (let i = 0; i < keys.length; i++) {
    const key = list ? i : (keys[i] as string);
    const entry: unknown = (value as Record<string | number, unknown>)[key];
    if (entry === undefined && !list) continue;
    path.push(key);
    const text = inline(entry, indent, path);
    if (typeof key === 'number') {
      if (text === undefined) block(out, `${start}- `, deeper, entry as object, path);
      else out.push(`${start}- ${text}`);
    } else {
      const name = yamlScalar(key);
      const long = name.length > MAX_IMPLICIT_KEY;
      if (long) out.push(`${start}? ${name}`);
      const head = long ? `${indent}:` : `${start}${name}:`;
      out.push(text === undefined ? head : `${head} ${text}`);
      if (text === undefined) {
        const under = Array.isArray(entry) && !long ? indent : deeper;
        if (isFrozen(entry as object)) out.push(frozenBlock(under, entry as object, path));
        else block(out, under, under, entry as object, path);
      }
    }
    path.pop();
    start = indent;
  }
}

/** Lines of lists and maps that cannot change, by indent and depth: the values of a chart are the same in every cluster of a recipe. */
const linesOf = remembered((_: object) => new Map<string, string>());

function frozenBlock(indent: string, value: object, path: Path): string {
  const lines = linesOf(value);
  const place = `${indent.length} ${path.length}`;
  const before = lines.get(place);
  if (before !== undefined) return before;
  const out: string[] = [];
  block(out, indent, indent, value, path);
  const text = out.join('\n');
  lines.set(place, text);
  return text;
}

/** The value if it can follow its key or dash on the same line; undefined for a list or map that has entries. */
function inline(value: unknown, indent: string, path: Path): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.includes('\n') && isSafeLiteral(value) ? literal(value, indent) : yamlScalar(value);
    case 'number':
      return number(value, path);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
      if (!isPlainMap(value)) throw notPlain(path, `a ${value.constructor?.name || 'object that is not plain'}`);
      for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return undefined;
      return '{}';
    default:
      throw notPlain(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  }
}

/** An exponent needs a dot before it: to YAML 1.1 `1e+21` is a string. */
function number(value: number, path: Path): string {
  if (!Number.isFinite(value)) throw notPlain(path, String(value));
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

/**
 * Text may stand as a literal block unless its first line starts with a blank (readers would take that for more
 * indentation), a line ends in one (editors take it away), or a character needs an escape.
 */
function isSafeLiteral(text: string): boolean {
  return !/^\n*(?:[ \t]|$)|[ \t](?:\n|$)/.test(text) && !needsEscapes(text);
}

function literal(text: string, indent: string): string {
  const header = !text.endsWith('\n') ? '|-' : text.endsWith('\n\n') ? '|+' : '|';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `${header}\n${body.replace(/^(?=.)/gm, `${indent}  `)}`;
}

/** Made by `{}`, by a parser or by `Object.create(null)`, in this realm or another. */
function isPlainMap(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function notPlain(path: Path, what: string): TypeError {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return new TypeError(`not plain data at ${place.replace(/^\./, '') || 'the document itself'}: ${what}`);
}
