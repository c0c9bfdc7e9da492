import { type Atom, join, keyOf, place, type Value } from './template-value.ts';

/**
 * How templates use a place: `read` as it stands, `open` as a whole, whatever lies beneath; `refused` when rendering
 * fails as soon as it is there.
 */
export type Mark = 'read' | 'open' | 'refused';

/**
 * The places that a chart's templates use, and what the templates put there themselves with `set` and `merge`.
 *
 * `size` grows with every new fact and never shrinks, so a caller may repeat until it stands still.
 */
export class ReadMarks {
  readonly marks = new Map<string, Mark>();
  /** Uses of all values at once, which would make every path live: reported, not recorded. */
  readonly refused = new Set<string>();
  private readonly overlays = new Map<string, Map<string, Atom>>();
  size = 0;
  /** While true, asking for presence is no use: the template only fails when the value is there. */
  guarding = false;

  /** Records a use of whatever the value may stand for. */
  use(value: Value, mark: Mark, where: string, seen: Set<Atom> = new Set()): void {
    for (const atom of this.expand(value)) {
      if (seen.has(atom)) continue;
      seen.add(atom);
      if (atom.kind === 'place') this.mark(atom.path, mark, where, seen);
      else if (atom.kind === 'dict') for (const field of atom.fields.values()) this.use(field, mark, where, seen);
      else if (atom.kind === 'list') for (const item of atom.items) this.use(item, mark, where, seen);
      else if (atom.kind === 'context' && mark === 'open') this.refused.add(`${where}: the root context as a whole`);
    }
  }

  /** Records that a value is asked for being there: what it holds is not used. */
  test(value: Value, where: string): void {
    if (this.guarding) return;
    for (const atom of this.expand(value)) if (atom.kind === 'place') this.mark(atom.path, 'read', where, new Set());
  }

  /** Records that a chart fails where the place has a value: one that it no longer takes. */
  refuse(path: readonly string[]): void {
    this.size += this.marks.get(keyOfPath(path)) === 'refused' ? 0 : 1;
    this.marks.set(keyOfPath(path), 'refused');
  }

  private mark(path: readonly string[], mark: Mark, where: string, seen: Set<Atom>): void {
    if (path.length === 0 || path[0] === '*') {
      if (mark === 'open' || path.length > 0) this.refused.add(`${where}: any top-level value is used (not counted)`);
      return;
    }
    const key = keyOfPath(path);
    const known = this.marks.get(key);
    if (known !== 'refused' && known !== 'open' && known !== mark) {
      this.marks.set(key, mark);
      this.size += 1;
    }
    if (mark === 'read') return;
    for (const [at, overlay] of this.overlays) {
      if (at.startsWith(`${key}\u0000`)) this.use([...overlay.values()], mark, where, seen);
    }
  }

  /** From now on the place may be `value` too. */
  overlay(path: readonly string[], value: Value): void {
    const key = keyOfPath(path);
    const known = this.overlays.get(key) ?? new Map<string, Atom>();
    this.overlays.set(key, known);
    for (const atom of value) {
      const name = keyOf([atom]);
      if (known.has(name) || keyOf(place(path)) === name) continue;
      if (known.size > 200) throw new Error(`no end of values for ${path.join('.')}`);
      known.set(name, atom);
      this.size += 1;
    }
  }

  /** What templates put in a place. */
  overlayOf(path: readonly string[]): Value {
    return this.expand([...(this.overlays.get(keyOfPath(path))?.values() ?? [])]);
  }

  /** A value and all that templates put in its place. */
  expand(value: Value): Value {
    let all = value;
    for (let round = 0; round < 8; round++) {
      const more = all.flatMap((a) =>
        a.kind === 'place' ? [...(this.overlays.get(keyOfPath(a.path))?.values() ?? [])] : [],
      );
      const joined = more.length > 0 ? join(all, more) : all;
      if (joined.length === all.length) break;
      all = joined;
    }
    return all;
  }
}

const keyOfPath = (path: readonly string[]): string => path.join('\u0000');
