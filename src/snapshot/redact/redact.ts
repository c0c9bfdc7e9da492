import { compareText } from '../../plain.ts';
import type { Snapshot } from '../document.ts';
import { mapTexts, type NameKind, visitNames } from './names.ts';
import { PATTERNS } from './patterns.ts';

/**
 * The snapshot with names, addresses and ids replaced: `node-1`, `ip-3`. One thing has one replacement wherever it stands, in keys too;
 * the numbers follow the sorted names, so the same snapshot gives the same text.
 *
 * Versions, products, counts, settings, labels of Kubernetes and of vendors, and the names that `known` has stay: they are what a recipe is
 * held against. Two snapshots are numbered apart: what is `node-2` in one may be `node-3` in another.
 *
 * @param known names of components, of their charts and of their namespaces
 */
export function redact(snapshot: Snapshot, known: ReadonlySet<string>): Snapshot {
  if (snapshot.metadata.redacted) return snapshot;
  const found = new Map<string, Set<string>>();
  const note = (kind: string, name: string): string => {
    if (name !== '') found.set(kind, (found.get(kind) ?? new Set()).add(name));
    return name;
  };
  visitNames(snapshot, known, note);
  mapTexts(snapshot, (text) => {
    for (const { kind, pattern } of PATTERNS) for (const [match] of text.matchAll(pattern)) note(kind, match);
    return text;
  });
  const names = new Map([...found].map(([kind, members]) => [kind, numbered(kind, members)]));
  const nameOf = (kind: string, name: string): string => names.get(kind)?.get(name) ?? name;

  const inPlace = visitNames(snapshot, known, nameOf);
  const anywhere = new Map(
    EVERYWHERE.flatMap((kind) => [...(names.get(kind) ?? [])].filter(([name]) => isDistinct(name))),
  );
  const replaced = mapTexts(inPlace, (text) => {
    const words = text.replace(WORD, (word) => anywhere.get(word) ?? word);
    return PATTERNS.reduce((rest, { kind, pattern }) => rest.replace(pattern, (match) => nameOf(kind, match)), words);
  }) as Snapshot;
  return { ...replaced, metadata: { ...replaced.metadata, taken: snapshot.metadata.taken, redacted: true } };
}

/** Kinds whose names also stand inside other texts: provider ids, messages, specs. */
const EVERYWHERE: readonly NameKind[] = ['node', 'cluster', 'instance', 'serial'];

/** A node that is called `gpu` is renamed in its place only: elsewhere the word means something else. */
const isDistinct = (name: string): boolean => name.length >= 6 && /[-.\d]/.test(name) && /[^\d.]/.test(name.slice(1));

const WORD = /[^\s/,;:="'()[\]{}]+/g;

const numbered = (kind: string, members: ReadonlySet<string>): Map<string, string> =>
  new Map([...members].sort(compareText).map((name, i) => [name, `${kind}-${i + 1}`]));
