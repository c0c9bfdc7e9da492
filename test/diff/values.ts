import fc from 'fast-check';
import type { DriftOptions } from '../../src/diff/drift.ts';
import { parsePattern } from '../../src/diff/pattern.ts';

/** Small documents that are alike, so that differences are small, too. */
export const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 'a', 'b', '', '/~', 'name'),
    fc.array(tie('any'), { maxLength: 6 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'name', '0', 'x/y', '~', ''), tie('any'), { noNullPrototype: true }),
  ),
})).any;

/** Rules of the user alone. */
export function ignoring(...paths: string[]): DriftOptions {
  const ignores = paths.map((path) => {
    const pattern = parsePattern(path);
    if ('fault' in pattern) throw new Error(`${path}: ${pattern.fault}`);
    return { pattern, value: { path, reason: 'a test', from: 'test' } };
  });
  return { ignores, defaults: true };
}

export const clone = <T>(of: T): T => structuredClone(of);

/** The same with the keys of every map in another order. */
export function turned(of: unknown): unknown {
  if (Array.isArray(of)) return of.map(turned);
  if (typeof of !== 'object' || of === null) return of;
  return Object.fromEntries(
    Object.entries(of)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}
