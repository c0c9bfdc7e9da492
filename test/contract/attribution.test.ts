import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAttributed, traced } from '../../src/contract/attribution.ts';
import { formatPath, type Path, valueAt } from '../../src/path.ts';
import { isPlainMap, type PlainMap } from '../../src/plain.ts';

interface Props {
  readonly driver: {
    readonly version: string;
    readonly enabled: boolean;
    readonly nested?: { readonly deep?: number };
  };
  readonly list: readonly { readonly name: string }[];
  readonly maybe?: string;
}

const props: Props = { driver: { version: '580', enabled: true, nested: { deep: 1 } }, list: [{ name: 'a' }] };

describe('the props that a value was computed from', () => {
  it.each<[string, (p: Props) => unknown, unknown, string[]]>([
    ['one prop', (p) => p.driver.version, '580', ['driver.version']],
    ['none', () => 7, 7, []],
    ['two, sorted', (p) => [p.list[0]?.name, p.driver.enabled], ['a', true], ['driver.enabled', 'list']],
    ['one that was not given', (p) => p.maybe ?? 'none', 'none', ['maybe']],
    ['a map as a whole', (p) => p.driver, props.driver, ['driver']],
    ['a map as a whole after a look into it', (p) => (p.driver.enabled ? p.driver : 0), props.driver, ['driver']],
    ['a map inside a made one', (p) => ({ x: [p.driver.nested] }), { x: [{ deep: 1 }] }, ['driver.nested']],
    ['the keys of a map', (p) => Object.keys(p.driver).length, 3, ['driver']],
    ['a copy of a map', (p) => ({ ...p.driver, version: 'x' }), { ...props.driver, version: 'x' }, ['driver']],
    ['the text of a map', (p) => JSON.stringify(p.driver), JSON.stringify(props.driver), ['driver']],
    ['whether a prop is given', (p) => 'maybe' in p, false, ['maybe']],
    ['whether a prop is its own', (p) => Object.hasOwn(p, 'maybe'), false, ['maybe']],
    ['what every object has', (p) => typeof p.toString, 'function', []],
    [
      'only the branch that ran',
      (p) => (p.driver.enabled ? p.driver.version : p.maybe),
      '580',
      ['driver.enabled', 'driver.version'],
    ],
    ['a deep one that may be absent', (p) => p.driver.nested?.deep, 1, ['driver.nested.deep']],
  ])('%s', (_, compute, value, read) => {
    const found = traced(props)(compute);
    expect(found.value).toEqual(value);
    expect(found.props).toEqual(read);
    expect(isAttributed(found)).toBe(true);
  });

  it('works on frozen props, and keeps them unchanged', () => {
    const frozen = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(traced(frozen)((p) => p.a.b)).toMatchObject({ value: 1, props: ['a.b'] });
    expect(() => traced({ a: { b: 1 } })((p) => Object.assign(p.a, { b: 2 }))).toThrow(TypeError);
  });

  it('works on props behind getters, and asks each only when it is read', () => {
    let asked = 0;
    const given = Object.defineProperty({ a: 1 } as { a: number; name: string }, 'name', {
      enumerable: true,
      get: () => {
        asked++;
        return 'demo';
      },
    });
    expect(traced({ cluster: given })((p) => p.cluster.a).props).toEqual(['cluster.a']);
    expect(asked).toBe(0);
    expect(traced({ cluster: given })((p) => ({ ...p.cluster })).value).toEqual({ a: 1, name: 'demo' });
  });

  it('forgets between two calls', () => {
    const by = traced(props);
    by((p) => p.driver.version);
    expect(by((p) => p.list).props).toEqual(['list']);
  });

  it('hands out no watched map', () => {
    const { value } = traced(props)((p) => p.driver);
    expect(value).toBe(props.driver);
  });
});

it.each([[null], [1], [{}], [[]], [{ value: 1, props: [] }]])('%j is not attributed', (value) => {
  expect(isAttributed(value)).toBe(false);
});

describe('by perturbation', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'x.y');
  const { tree } = fc.letrec<{ tree: PlainMap; node: unknown }>((tie) => ({
    tree: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 4 }) as fc.Arbitrary<PlainMap>,
    node: fc.oneof({ maxDepth: 2 }, fc.nat({ max: 9 }), tie('tree')),
  }));

  const leavesOf = (value: unknown, path: Path = []): Path[] =>
    isPlainMap(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
      : [path];

  const withChanged = (value: unknown, [head, ...rest]: Path): unknown =>
    head === undefined
      ? 'changed'
      : { ...(value as object), [head]: withChanged((value as Record<string, unknown>)[head], rest) };

  it('exactly those props are named whose change changes the value', () => {
    fc.assert(
      fc.property(tree, fc.infiniteStream(fc.nat()), (given, picks) => {
        const leaves = leavesOf(given);
        // Reads some leaves and hands on some maps as a whole.
        const chosen = leaves
          .filter(() => Number(picks.next().value) % 2 === 0)
          .map((path) => path.slice(0, path.length - (Number(picks.next().value) % path.length)));
        const compute = (p: PlainMap) =>
          chosen.map((path) => path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[String(name)], p));
        const { value, props: named } = traced(given)(compute);
        expect(value).toEqual(compute(given));
        for (const leaf of leaves) {
          const changes = JSON.stringify(compute(withChanged(given, leaf) as PlainMap)) !== JSON.stringify(value);
          const covered = leaf.some((_, i) => named.includes(formatPath(leaf.slice(0, i + 1))));
          expect([formatPath(leaf), covered]).toEqual([formatPath(leaf), changes]);
        }
        for (const name of named) expect(chosen.map(formatPath)).toContain(name);
        expect(chosen.every((path) => valueAt(given, path) !== undefined)).toBe(true);
      }),
    );
  });
});
