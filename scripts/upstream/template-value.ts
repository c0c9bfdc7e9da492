/**
 * What an expression may be, as far as reading values goes: any of these at once.
 *
 * A `place` is a part of the values, addressed by path; `*` stands for any key or any list index.
 */
export type Atom =
  | { readonly kind: 'place'; readonly path: readonly string[] }
  | { readonly kind: 'context' }
  | { readonly kind: 'subcharts' }
  | { readonly kind: 'dict'; readonly fields: Map<string, Value> }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'any' };

export type Value = readonly Atom[];

export const ANY: Value = [{ kind: 'any' }];
export const CONTEXT: Value = [{ kind: 'context' }];
export const text = (value: string): Value => [{ kind: 'text', text: value }];
export const place = (path: readonly string[]): Value => [{ kind: 'place', path }];
export const list = (items: readonly Value[]): Value => [{ kind: 'list', items }];
export const dict = (fields: Iterable<readonly [string, Value]> = []): Value => [
  { kind: 'dict', fields: new Map(fields) },
];

/** Any of several values, each atom once. */
export function join(...values: readonly Value[]): Value {
  const seen = new Map<unknown, Atom>();
  for (const value of values) for (const atom of value) seen.set(identity(atom), atom);
  return [...seen.values()];
}

/** Keys under which a dict keeps what was merged into it whole: below its own fields, and over them. */
export const MERGED = { below: '\u0001', over: '\u0002' } as const;

export const isMerged = (name: string): boolean => name === MERGED.below || name === MERGED.over;

/** The keys of a dict, as constants as far as they are known. */
export function keysOf(fields: ReadonlyMap<string, Value>): Value {
  const names = [...fields.keys()].filter((name) => !isMerged(name) && name !== '*');
  return names.length === fields.size ? join(...names.map(text)) : join(ANY, ...names.map(text));
}

/** Constant strings among what a value may be. */
export const texts = (value: Value): string[] => value.flatMap((a) => (a.kind === 'text' ? [a.text] : []));

/** Whether two evaluations with these arguments do the same: for the guard against endless recursion. */
export function keyOf(value: Value, depth = 0): string {
  return value
    .map((atom) => {
      if (depth > 4) return '…';
      if (atom.kind === 'dict') {
        return `{${[...atom.fields].map(([k, v]) => `${k}:${keyOf(v, depth + 1)}`).join()}}`;
      }
      if (atom.kind === 'list') return `[${atom.items.map((v) => keyOf(v, depth + 1)).join()}]`;
      return String(identity(atom));
    })
    .sort()
    .join('|');
}

function identity(atom: Atom): unknown {
  if (atom.kind === 'place') return `@${atom.path.join('\u0000')}`;
  if (atom.kind === 'text') return `"${atom.text}`;
  if (atom.kind === 'file') return `<${atom.name}`;
  return atom.kind === 'dict' || atom.kind === 'list' ? atom : atom.kind;
}
