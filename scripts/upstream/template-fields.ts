import type { ReadMarks } from './read-marks.ts';
import { ANY, type Atom, isMerged, join, MERGED, place, type Value } from './template-value.ts';

/** Stands before the fields that templates set on the root context; no value can have this name. */
const SET_ON_CONTEXT = '\u0002';
/** Longer paths than any chart has come from recursion: they end here. */
const LONGEST = 24;

/** One field of whatever the value may be; `*`, an index and a name that is not wholly constant are any field. */
export function fieldOf(facts: ReadMarks, value: Value, asked: string, seen: Set<Atom> = new Set()): Value {
  const name = asked.includes('\u0000') ? '*' : asked;
  return join(...facts.expand(value).map((atom) => fieldOfAtom(facts, atom, name, seen)));
}

function fieldOfAtom(facts: ReadMarks, atom: Atom, name: string, seen: Set<Atom>): Value {
  switch (atom.kind) {
    case 'context':
      if (name === 'Values') return place([]);
      if (name === 'Subcharts') return [{ kind: 'subcharts' }];
      return join(ANY, facts.overlayOf([SET_ON_CONTEXT, name]));
    case 'subcharts':
      return [{ kind: 'dict', fields: new Map([['Values', place([name])]]) }];
    case 'place':
      if (atom.path.length > LONGEST || (atom.path.length === 0 && name === 'AsMap')) return [atom];
      return facts.expand(place([...atom.path, isIndex(name) ? '*' : name]));
    case 'list':
      return isIndex(name) ? (atom.items[Number(name)] ?? join(...atom.items)) : join(...atom.items);
    case 'dict':
      if (seen.has(atom)) return [];
      seen.add(atom);
      return fieldOfDict(facts, atom.fields, name, seen);
    default:
      return atom.kind === 'any' ? ANY : [];
  }
}

function fieldOfDict(facts: ReadMarks, fields: ReadonlyMap<string, Value>, name: string, seen: Set<Atom>): Value {
  const own = name === '*' ? undefined : fields.get(name);
  const over = fieldOf(facts, fields.get(MERGED.over) ?? [], name, seen);
  const below = own ? [] : fieldOf(facts, fields.get(MERGED.below) ?? [], name, seen);
  const plain = [...fields].filter(([key]) => !isMerged(key) && (name === '*' || key === '*' || key === name));
  return join(over, below, ...plain.map(([, value]) => value));
}

/** `set`: a field of a dict, of a place or of the root context may be `value` from now on. */
export function setField(facts: ReadMarks, target: Value, name: string, value: Value): void {
  for (const atom of target) {
    if (atom.kind === 'place') facts.overlay([...atom.path, name], value);
    else if (atom.kind === 'dict') atom.fields.set(name, join(atom.fields.get(name) ?? [], value));
    else if (atom.kind === 'context') facts.overlay([SET_ON_CONTEXT, name], value);
  }
}

/** `merge`: what the target lacks, or with `over` has too, may come from `value` from now on. */
export function mergeInto(facts: ReadMarks, target: Value, value: Value, layer: 'below' | 'over'): void {
  for (const atom of target) {
    if (atom.kind === 'place' && atom.path.length > 0) facts.overlay(atom.path, value);
    else if (atom.kind === 'dict') {
      const others = value.filter((other) => other !== atom);
      atom.fields.set(MERGED[layer], join(atom.fields.get(MERGED[layer]) ?? [], others));
    }
  }
}

const isIndex = (name: string): boolean => /^\d+$/.test(name);
