/** A piece of a Go template: literal text, or the inside of one `{{ }}` as tokens. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly line: number };

/**
 * One token inside an action.
 *
 * `glued` says that no space stands before it: `.a.b` is one chain, `.a .b` are two arguments.
 */
export interface Token {
  readonly kind: 'field' | 'dot' | 'variable' | 'word' | 'string' | 'number' | 'symbol';
  readonly text: string;
  readonly glued: boolean;
}

/**
 * Splits a template as text/template does: trim marks and comments are honoured, strings may hold `}}`.
 *
 * @throws Error with the line when an action or a string does not end
 * @see https://pkg.go.dev/text/template#hdr-Text_and_spaces
 */
export function lexTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimNext = false;
  const text = (raw: string, trimEnd: boolean): void => {
    const left = trimNext ? raw.replace(/^\s+/, '') : raw;
    const both = trimEnd ? left.replace(/\s+$/, '') : left;
    if (both !== '') pieces.push({ kind: 'text', text: both });
  };
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    if (open < 0) break;
    const trims = /^-\s/.test(source.slice(open + 2, open + 4));
    text(source.slice(at, open), trims);
    const inside = open + 2 + (trims ? 1 : 0);
    const comment = /^\s*\/\*/.test(source.slice(inside, inside + 80));
    const { tokens, end, trimmed } = comment ? skipComment(source, inside) : lexAction(source, inside);
    if (!comment) pieces.push({ kind: 'action', tokens, line: lineOf(source, open) });
    trimNext = trimmed;
    at = end;
  }
  text(source.slice(at), false);
  return pieces;
}

interface Action {
  readonly tokens: readonly Token[];
  readonly end: number;
  readonly trimmed: boolean;
}

function skipComment(source: string, from: number): Action {
  const close = source.indexOf('*/', from);
  const end = source.indexOf('}}', close);
  if (close < 0 || end < 0) throw new Error(`line ${lineOf(source, from)}: comment does not end`);
  return { tokens: [], end: end + 2, trimmed: /\s-$/.test(source.slice(close + 2, end)) };
}

/** In order of trial; a leading space is consumed before each. */
const SHAPES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', /^(?:"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|'(?:[^'\\]|\\.)*')/],
  ['number', /^[+-]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/],
  ['variable', /^\$[\p{L}\p{N}_]*/u],
  ['field', /^\.[\p{L}_][\p{L}\p{N}_]*/u],
  ['dot', /^\./],
  ['word', /^[\p{L}_][\p{L}\p{N}_]*/u],
  ['symbol', /^(?::=|[=|(),])/],
];

function lexAction(source: string, from: number): Action {
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    const space = /^\s*/.exec(source.slice(at, at + 4096))?.[0].length ?? 0;
    const trimmed = space > 0 && source.startsWith('-}}', at + space);
    at += space;
    if (trimmed) return { tokens, end: at + 3, trimmed };
    if (source.startsWith('}}', at)) return { tokens, end: at + 2, trimmed };
    const rest = source.slice(at, at + 65536);
    const shape = SHAPES.find(([, pattern]) => pattern.test(rest));
    if (!shape) throw new Error(`line ${lineOf(source, at)}: cannot read ${JSON.stringify(rest.slice(0, 20))}`);
    const text = shape[1].exec(rest)?.[0] ?? '';
    tokens.push({ kind: shape[0], text, glued: space === 0 && tokens.length > 0 });
    at += text.length;
  }
}

const lineOf = (source: string, at: number): number => source.slice(0, at).split('\n').length;
