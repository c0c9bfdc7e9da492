import { formatPath } from '../path.ts';
import { isPlainMap } from '../plain.ts';

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
    const watched = new WeakMap<object, { readonly target: object; readonly path: string }>();
    const watch = <O extends object>(target: O, path: readonly string[]): O => {
      const note = (key: string | symbol) => {
        // What every object has, such as toString, is no prop; an optional prop that was not given is read all the same.
        if (typeof key === 'string' && (Object.hasOwn(target, key) || !(key in target)))
          read.add(formatPath([...path, key]));
      };
      // The proxy stands on an empty object, not on the props: those may be frozen, and then could not be handed out watched.
      const proxy = new Proxy(Object.create(Reflect.getPrototypeOf(target)), {
        // Who lists the keys depends on the whole map, also on keys that are not there.
        ownKeys() {
          if (path.length > 0) whole.add(formatPath(path));
          return Reflect.ownKeys(target);
        },
        has(_, key) {
          note(key);
          return Reflect.has(target, key);
        },
        getOwnPropertyDescriptor(_, key) {
          note(key);
          const found = Reflect.getOwnPropertyDescriptor(target, key);
          return (
            found && {
              value: handOut(Reflect.get(target, key), key),
              enumerable: found.enumerable,
              writable: false,
              configurable: true,
            }
          );
        },
        get(_, key) {
          note(key);
          return handOut(Reflect.get(target, key), key);
        },
        set: () => false,
        defineProperty: () => false,
        deleteProperty: () => false,
      }) as O;
      const handOut = (value: unknown, key: string | symbol): unknown =>
        typeof key === 'string' && Object.hasOwn(target, key) && isPlainMap(value)
          ? watch(value, [...path, key])
          : value;
      watched.set(proxy, { target, path: formatPath(path) });
      return proxy;
    };
    const unwrap = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      const found = watched.get(value);
      if (found) {
        // What is handed on as a whole is depended on as a whole, whatever else was read in it.
        if (found.path !== '') whole.add(found.path);
        return found.target;
      }
      if (Array.isArray(value)) return value.map(unwrap);
      if (!isPlainMap(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
    };
    const value = unwrap(compute(watch(props, []))) as ReturnType<typeof compute>;
    const paths = [...new Set([...read, ...whole])];
    const told = paths.filter((path) => {
      if (paths.some((other) => whole.has(other) && isBelow(path, other))) return false;
      return whole.has(path) || !paths.some((other) => isBelow(other, path));
    });
    return { [MARK]: true, value, props: told.sort() } as const;
  };
}

const isBelow = (path: string, ancestor: string): boolean =>
  path.length > ancestor.length && path.startsWith(ancestor) && /^[.[]/.test(path.slice(ancestor.length));
