import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { type Dependencies, waves } from '../../src/synth/order.ts';

const of = (map: Record<string, string[]>): Dependencies => new Map(Object.entries(map));

it.each([
  [{}, {}],
  [
    { a: [], b: ['a'], c: ['a', 'b'] },
    { a: 1, b: 2, c: 3 },
  ],
  [
    { c: [], b: [], a: ['b'] },
    { b: 1, c: 1, a: 2 },
  ],
  [{ a: ['somewhere-else'] }, { a: 1 }],
])('%j: %j', (map, expected) => {
  const { waves: found, problems } = waves(of(map as Record<string, string[]>));
  expect(Object.fromEntries(found)).toEqual(expected);
  expect(problems).toEqual([]);
});

describe('rings', () => {
  const told = (map: Record<string, string[]>) =>
    waves(of(map)).problems.map((p) => p.message.replace(': each waits for the next', ''));
  it.each([
    ['of one', { a: ['a'] }, ['a → a']],
    ['of two', { a: ['b'], b: ['a'] }, ['a → b → a']],
    ['of three, from its first member on', { c: ['a'], a: ['b'], b: ['c'] }, ['a → b → c → a']],
    ['two that share a member', { a: ['b'], b: ['a', 'c'], c: ['b'] }, ['a → b → a', 'b → c → b']],
    ['two apart', { a: ['b'], b: ['a'], x: ['y'], y: ['x'] }, ['a → b → a', 'x → y → x']],
    ['what waits for a ring is in none', { a: ['b'], b: ['a'], c: ['a'] }, ['a → b → a']],
  ])('%s', (_, map, expected) => {
    expect(told(map as Record<string, string[]>)).toEqual(expected);
  });

  it('are told in full', () => {
    expect(waves(of({ a: ['b'], b: ['a'] })).problems.map(formatProblem)).toEqual([
      'DEPENDENCY_CYCLE at components.a\n  a → b → a: each waits for the next\n  hint: take one of these dependencies out',
    ]);
  });
});

describe('laws', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const graph = fc.dictionary(name, fc.array(name, { maxLength: 3 }), { maxKeys: 6 }).map(of);
  const reaches = (map: Dependencies, from: string, to: string, seen = new Set<string>()): boolean =>
    (map.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next) || !map.has(next)) return false;
      seen.add(next);
      return reaches(map, next, to, seen);
    });

  it('every component comes after all that it waits for, and no later than needed', () => {
    fc.assert(
      fc.property(graph, (map) => {
        const { waves: found } = waves(map);
        for (const [component, wave] of found) {
          const before = (map.get(component) ?? []).filter((n) => map.has(n)).map((n) => found.get(n) ?? Number.NaN);
          expect(wave).toBe(1 + Math.max(0, ...before));
        }
      }),
    );
  });

  it('exactly the members of rings are named, each ring once; only they and what waits for them have no wave', () => {
    fc.assert(
      fc.property(graph, (map) => {
        const { waves: found, problems } = waves(map);
        const members = [...map.keys()].filter((n) => reaches(map, n, n));
        const named = problems.flatMap((p) => p.message.split(':')[0]?.split(' → ') ?? []);
        expect([...new Set(named)].sort()).toEqual(members.sort());
        expect(new Set(problems.map((p) => p.message)).size).toBe(problems.length);
        for (const n of map.keys()) expect(found.has(n)).toBe(!members.some((m) => m === n || reaches(map, n, m)));
      }),
    );
  });

  it('the order of the input changes nothing', () => {
    fc.assert(
      fc.property(graph, (map) => {
        const turned = waves(new Map([...map].toReversed()));
        expect(Object.fromEntries(turned.waves)).toEqual(Object.fromEntries(waves(map).waves));
        expect(turned.problems).toEqual(waves(map).problems);
      }),
    );
  });
});
