import type { State } from './matcher.ts';

/** How the items of a list are told apart. */
export interface ListRule {
  /** Pattern of the list. In Kubernetes objects its first key is the kind. */
  readonly at: string;
  /**
   * Fields that make an item's key: the first choice by which every item of both lists has a key of its own is taken. `value`: the list
   * is a set. Where no choice fits, the list is compared in its order.
   */
  readonly by: readonly (readonly string[])[] | 'value';
}

/** What is left out, and why. */
export interface IgnoreRule {
  /** As it was written. */
  readonly path: string;
  readonly reason: string;
  /** `default`, a flag, or the file that it stands in. */
  readonly from: string;
}

/** How often a rule was met. */
export interface Use {
  /** It names a place of A or of B. */
  met: boolean;
  /** Differences that it kept out. */
  differences: number;
}

export type Tally = Map<IgnoreRule, Use>;

/** Where a walk through two documents stands among the rules for them. */
export interface Place {
  /** Rules of the user: their patterns begin at the root. */
  readonly given: State<IgnoreRule>;
  /** Rules of the kind of document. */
  readonly own: State<IgnoreRule>;
  readonly lists: State<ListRule>;
  readonly tally: Tally;
}

export function stepInto(place: Place, key: string | number): Place {
  const [given, own, lists] = [place.given.step(key), place.own.step(key), place.lists.step(key)];
  if (given === place.given && own === place.own && lists === place.lists) return place;
  return { given, own, lists, tally: place.tally };
}

/** The place of an item whose key is not known yet: no pattern names a key with a NUL character. */
export const itemPlace = (list: Place): Place => stepInto(list, '\0');

/** Whether what stands here is left out; it is then counted as met. */
export function isIgnored({ given, own, tally }: Place): boolean {
  if (given.matched.length === 0 && own.matched.length === 0) return false;
  for (const rule of [...given.matched, ...own.matched]) useOf(tally, rule).met = true;
  return true;
}

/** Counts a difference that rules keep out. */
export function countIgnored({ given, own, tally }: Place): void {
  for (const rule of [...given.matched, ...own.matched]) useOf(tally, rule).differences++;
}

function useOf(tally: Tally, rule: IgnoreRule): Use {
  const use = tally.get(rule) ?? { met: false, differences: 0 };
  tally.set(rule, use);
  return use;
}

/** No rule says anything of what stands here and below. */
export const isPlain = ({ given, own, lists }: Place): boolean =>
  !given.alive && !own.alive && !lists.alive && lists.matched.length === 0;
