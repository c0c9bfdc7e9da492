/** One step of a way through sources: what was merged up to here, and where it goes on. */
interface Step<S extends object, T> {
  readonly next: WeakMap<S, Step<S, T>>;
  merged?: { readonly value: T };
}

// biome-ignore lint/suspicious/noExplicitAny: one way for every kind of source; the types stand at `mergeOnce`.
const root: Step<any, any> = { next: new WeakMap() };

/**
 * Merges the same sources, in the same order, once: a thousand clusters have a dozen sets of layers.
 *
 * Sources are known by identity and forgotten with it.
 */
export function mergeOnce<S extends object, T>(sources: readonly S[], merge: (sources: readonly S[]) => T): T {
  let step: Step<S, T> = root;
  for (const source of sources) {
    const next: Step<S, T> = step.next.get(source) ?? { next: new WeakMap() };
    step.next.set(source, next);
    step = next;
  }
  step.merged ??= { value: merge(sources) };
  return step.merged.value;
}
