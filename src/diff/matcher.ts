import type { Pattern } from './pattern.ts';

/** A pattern and what it stands for. */
export interface Rule<T> {
  readonly pattern: Pattern;
  readonly value: T;
}

/** Where a walk through a document stands among patterns. */
export interface State<T> {
  /** What the patterns that end here stand for, in the order of the rules. */
  readonly matched: readonly T[];
  /** Something may match further down. */
  readonly alive: boolean;
  /** A pattern names an index of the list that stands here. */
  readonly byIndex: boolean;
  step(key: string | number): State<T>;
}

/**
 * Compiles patterns for walks: a step costs one look-up, however many patterns there are. States are made when they are first come to;
 * keys that no pattern names share one, so that large documents do not make many.
 */
export function matcher<T>(rules: readonly Rule<T>[]): State<T> {
  const known = new Map<string, State<T>>();
  /** Places in rules: rule and number of its next step, e.g. `3:1`. */
  const stateOf = (places: ReadonlyMap<string, readonly [rule: number, step: number]>): State<T> => {
    const sorted = [...places.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const id = sorted.join(' ');
    const found = known.get(id);
    if (found) return found;
    const stepOf = ([rule, step]: readonly [number, number]) => rules[rule]?.pattern[step];
    const named = new Map<string | number, State<T> | undefined>();
    for (const place of sorted) {
      const step = stepOf(place);
      if (step?.kind === 'key') named.set(step.key, undefined);
    }
    const after = (key: string | number | undefined): State<T> => {
      const next = new Map<string, readonly [number, number]>();
      for (const place of sorted) {
        const step = stepOf(place);
        if (step?.kind === 'deep') enter(next, place[0], place[1]);
        else if (step?.kind === 'any' || (step?.kind === 'key' && key !== undefined && step.key === key))
          enter(next, place[0], place[1] + 1);
      }
      return stateOf(next);
    };
    let other: State<T> | undefined;
    const ended = sorted.filter(([rule, step]) => step === rules[rule]?.pattern.length).map(([rule]) => rules[rule]);
    const state: State<T> = {
      matched: ended.flatMap((rule) => (rule === undefined ? [] : [rule.value])),
      alive: sorted.length > ended.length,
      byIndex: [...named.keys()].some((key) => typeof key === 'number'),
      step(key) {
        if (named.size === 0 || !named.has(key)) {
          other ??= after(undefined);
          return other;
        }
        const next = named.get(key) ?? after(key);
        named.set(key, next);
        return next;
      },
    };
    known.set(id, state);
    return state;
  };
  /** `**` may stand for nothing: what follows it is then next, too. */
  const enter = (places: Map<string, readonly [number, number]>, rule: number, step: number): void => {
    places.set(`${rule}:${step}`, [rule, step]);
    if (rules[rule]?.pattern[step]?.kind === 'deep') enter(places, rule, step + 1);
  };
  const start = new Map<string, readonly [number, number]>();
  rules.forEach((_, rule) => {
    enter(start, rule, 0);
  });
  return stateOf(start);
}
