import { isPlainMap } from '../plain.ts';
import { formatPath } from '../path.ts';

const MARK = Symbol.for('cns.dev/attributed');

/** A value and the props that it was computed from. */
export interface Attributed<T = unknown> {
  readonly [MARK]: true;
  readonly value: T;
  /** Paths of the props that were read, e.g. `driver.version`. */
  readonly props: readonly string[];
}

export function isAttributed(value: unknown): value is Attributed {
  return typeof value === 'object' && value !== null && MARK in value;
}

/**
 * Watches which props a value is computed from.
 *
 * `const by = traced(props)`, then `by((p) => p.driver.version)` gives the value together with `driver.version`.
 * The reads are observed, not declared: what `explain` says of a value cannot differ from the code that computes it.
 * Each call must read its props from the argument; a value closed over from outside is not seen.
 */
export function traced<P extends object>(props: P): <T>(compute: (props: P) => T) => Attributed<T> {
  return (compute) => {
    const read = new Set<string>();
    const whole = new Set<string>();
    const targets = new WeakMap<object, object>();
    const watch = <O extends object>(target: O, path: readonly string[]): O => {
      const proxy = new Proxy(target, {
        // Who lists the keys depends on the whole map, also on keys that are not there.
        ownKeys(object) {
          if (path.length > 0) whole.add(formatPath(path));
          return Reflect.ownKeys(object);
        },
        get(object, key) {
          const value: unknown = Reflect.get(object, key);
          if (typeof key === 'symbol' || !Object.hasOwn(object, key)) {
            // An optional prop that was not given is read all the same.
            if (typeof key === 'string' && value === undefined) read.add(formatPath([...path, key]));
            return value;
          }
          read.add(formatPath([...path, key]));
          return isPlainMap(value) ? watch(value, [...path, key]) : value;
        },
      });
      targets.set(proxy, target);
      return proxy;
    };
    const value = unwrap(compute(watch(props, [])), targets);
    const narrow = [...read].filter((path) => ![...whole].some((map) => isBelow(path, map)));
    const paths = [...new Set([...narrow, ...whole])];
    const deepest = paths.filter((path) => whole.has(path) || !paths.some((other) => isBelow(other, path)));
    return { [MARK]: true, value, props: deepest.sort() } as const;
  };
}

const isBelow = (path: string, ancestor: string): boolean =>
  path.length > ancestor.length && path.startsWith(ancestor) && /^[.[]/.test(path.slice(ancestor.length));

function unwrap<T>(value: T, targets: WeakMap<object, object>): T {
  if (typeof value !== 'object' || value === null) return value;
  const target = targets.get(value);
  if (target) return target as T;
  if (Array.isArray(value)) return value.map((item) => unwrap(item, targets)) as T;
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item, targets)])) as T;
}
