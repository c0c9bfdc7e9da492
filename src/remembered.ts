export interface BoundedMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

/** A map that forgets everything before it would hold more than `most` entries. */
export function boundedMap<V>(most: number): BoundedMap<V> {
  const known = new Map<string, V>();
  return {
    get: (key) => known.get(key),
    set(key, value) {
      if (known.size >= most && !known.has(key)) known.clear();
      known.set(key, value);
    },
  };
}

/** The same function, computing once an object: for pure functions of objects that nobody changes. */
export function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
