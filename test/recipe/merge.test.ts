import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { formatPath, type Path } from '../../src/path.ts';
import { isPlainMap, type PlainMap } from '../../src/plain.ts';
import type { Criteria } from '../../src/recipe/criteria.ts';
import { type MergeSource, mergeLayers, overrides } from '../../src/recipe/merge.ts';

const source = (
  name: string,
  match: Criteria,
  value: PlainMap,
  origin: MergeSource['origin'] = 'built-in',
): MergeSource => ({
  name,
  origin,
  match,
  value,
  locate: () => ({ file: name, line: 1, column: 1 }),
});

const eks = { service: 'eks' };
const h100 = { accelerator: 'h100' };
const both = { ...eks, ...h100 };

const merge = (...sources: MergeSource[]) => {
  const { value, problems } = mergeLayers(sources);
  return { value, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
};

describe('what overrides what', () => {
  it.each<[string, MergeSource, MergeSource, boolean]>([
    ['a containing match', source('a', both, {}), source('b', eks, {}), true],
    ['not the other way', source('a', eks, {}), source('b', both, {}), false],
    ['not another value', source('a', { ...both, service: 'gke' }, {}), source('b', eks, {}), false],
    [
      'size alone is not enough',
      source('a', { ...eks, intent: 'training', platform: 'kubeflow' }, {}),
      source('b', both, {}),
      false,
    ],
    ['same match: user over plugin', source('a', eks, {}, 'user'), source('b', eks, {}, 'plugin'), true],
    ['same match: plugin over built-in', source('a', eks, {}, 'plugin'), source('b', eks, {}), true],
    ['same match and origin: neither', source('a', eks, {}), source('b', eks, {}), false],
    [
      'a user’s general layer not over a built-in special one',
      source('a', eks, {}, 'user'),
      source('b', both, {}),
      false,
    ],
    ['the cluster file over every layer', source('a', {}, {}, 'cluster'), source('b', both, {}, 'user'), true],
    ['a flag over the cluster file', source('a', {}, {}, 'flag'), source('b', {}, {}, 'cluster'), true],
  ])('%s', (_, a, b, expected) => {
    expect(overrides(a, b)).toBe(expected);
  });
});

describe('values', () => {
  it.each<[string, PlainMap, PlainMap, PlainMap]>([
    ['maps merge', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ['scalars replace', { a: 1 }, { a: 2 }, { a: 2 }],
    ['lists replace', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['an empty list replaces', { a: [1] }, { a: [] }, { a: [] }],
    ['null deletes', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['null deletes a map', { a: { b: 1 } }, { a: null }, {}],
    ['a map replaces a scalar', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['a scalar replaces a map', { a: { b: { c: 1 } } }, { a: 2 }, { a: 2 }],
    ['an empty map keeps what is there', { a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
    ['an empty map puts one there', {}, { a: {} }, { a: {} }],
    ['an empty map replaces a scalar', { a: 1 }, { a: {} }, { a: {} }],
    ['undefined says nothing', { a: 1 }, { a: undefined }, { a: 1 }],
    ['deleting a prop still names the map', {}, { a: { b: null } }, { a: {} }],
    ['keys with dots are one key', { 'a.b': 1 }, { a: { b: 2 } }, { 'a.b': 1, a: { b: 2 } }],
  ])('%s', (_, weak, strong, expected) => {
    expect(merge(source('weak', {}, weak), source('strong', eks, strong))).toEqual({ value: expected, problems: [] });
  });

  it('a component that one layer takes out, a containing one may put back', () => {
    expect(
      merge(
        source('base', {}, { c: { x: { p: 1 } } }),
        source('eks', eks, { c: { x: null } }),
        source('both', both, { c: { x: { q: 2 } } }),
      ).value,
    ).toEqual({ c: { x: { q: 2 } } });
  });

  it('keys of prototypes are plain names and reach nothing', () => {
    const evil = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1}',
    ) as PlainMap;
    const { value } = merge(source('a', {}, evil), source('b', eks, { toString: { x: 1 } }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value).sort()).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('changes no input', () => {
    const empty = {};
    merge(source('weak', {}, { x: empty }), source('strong', eks, { x: { y: 1 } }));
    expect(empty).toEqual({});
    const weak = Object.freeze({ a: Object.freeze({ b: 1 }) });
    const strong = Object.freeze({ a: Object.freeze({ b: 2, c: 3 }) });
    expect(merge(source('weak', {}, weak), source('strong', eks, strong)).value).toEqual({ a: { b: 2, c: 3 } });
    expect(weak).toEqual({ a: { b: 1 } });
  });
});

describe('two layers of which neither overrides the other', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['different scalars', 1, 2, ['x: this file says 2, eks:1:1 says 1, and neither overrides the other']],
    ['the same scalar', 1, 1, []],
    ['the same list of maps, keys in another order', [{ a: 1, b: 2 }], [{ b: 2, a: 1 }], []],
    ['different lists', [1], [2], ['x: this file says [2], eks:1:1 says [1], and neither overrides the other']],
    ['different keys of a map', { a: 1 }, { b: 1 }, []],
    [
      'a scalar above a path',
      1,
      { a: 1 },
      ['x.a: this file says 1, eks:1:1 says 1 for x, and neither overrides the other'],
    ],
    [
      'a scalar below a path',
      { a: 1 },
      1,
      ['x.a: this file says 1, h100:1:1 says 1 for x, and neither overrides the other'],
    ],
    [
      'null above a path',
      null,
      { a: 1 },
      ['x.a: this file says 1, eks:1:1 says null for x, and neither overrides the other'],
    ],
    ['null and a value', null, 1, ['x: this file says 1, eks:1:1 says null, and neither overrides the other']],
    ['null and null', null, null, []],
    ['null and an empty map', null, {}, ['x: this file says {}, eks:1:1 says null, and neither overrides the other']],
    ['an empty map and a scalar', {}, 1, ['x: this file says 1, eks:1:1 says {}, and neither overrides the other']],
    ['an empty map and a map', {}, { a: 1 }, []],
    [
      'a list and a map',
      [1],
      { a: 1 },
      ['x.a: this file says 1, eks:1:1 says [1] for x, and neither overrides the other'],
    ],
    [
      'not a number and null',
      Number.NaN,
      null,
      ['x: this file says null, eks:1:1 says null, and neither overrides the other'],
    ],
  ])('%s', (_, a, b, expected) => {
    expect(merge(source('eks', eks, { x: a }), source('h100', h100, { x: b })).problems).toEqual(expected);
  });

  it('of the same file name still contradict each other', () => {
    expect(merge(source('a', eks, { x: 1 }, 'built-in'), source('a', h100, { x: 2 }, 'plugin')).problems).toHaveLength(
      1,
    );
  });

  it.each<[string, PlainMap, PlainMap, PlainMap, boolean]>([
    ['the path', { x: 1 }, { x: 2 }, { x: 3 }, true],
    ['an ancestor by a scalar', { x: { y: 1 } }, { x: { y: 2 } }, { x: 3 }, true],
    ['an ancestor by null', { x: { y: 1 } }, { x: { y: 2 } }, { x: null }, true],
    ['an ancestor by an empty map, which says nothing', { x: { y: 1 } }, { x: { y: 2 } }, { x: {} }, false],
    ['something beneath', { x: 1 }, { x: { y: 2 } }, { x: { z: 3 } }, false],
    ['the map that one took out', { x: null }, { x: {} }, { x: {} }, true],
    ['something in the map that one took out', { x: null }, { x: {} }, { x: { y: 1 } }, true],
    ['another path', { x: 1 }, { x: 2 }, { y: 3 }, false],
  ])('are decided by a layer over both that sets %s', (_, a, b, c, decided) => {
    const { problems } = merge(source('eks', eks, a), source('h100', h100, b), source('both', both, c));
    expect(problems).toHaveLength(decided ? 0 : 1);
  });

  it('are not decided by a layer over one of them', () => {
    const more = source('more', { ...eks, intent: 'training' }, { x: 3 });
    expect(merge(source('eks', eks, { x: 1 }), source('h100', h100, { x: 2 }), more).problems).toEqual([
      'x: this file says 2, eks:1:1 says 1, and neither overrides the other',
      'x: this file says 3, h100:1:1 says 2, and neither overrides the other',
    ]);
  });

  it('are told with both places and the layer to write', () => {
    const { problems } = mergeLayers([source('eks.yaml', eks, { x: 1 }), source('h100.yaml', h100, { x: 2 })]);
    expect(problems.map(formatProblem)).toEqual([
      'h100.yaml:1:1: RECIPE_CONFLICT at x\n  this file says 2, eks.yaml:1:1 says 1, and neither overrides the other\n  hint: write a layer with match {service: eks, accelerator: h100} with the value that is right for both',
    ]);
  });

  it('with one match: no layer can help, one of the files must give way', () => {
    const { problems } = mergeLayers([source('a.yaml', eks, { x: 1 }), source('b.yaml', eks, { x: 2 })]);
    expect(problems[0]?.hint).toBe('write one of the two files with the value that is right for both');
  });
});

describe('provenance', () => {
  const of = (...sources: MergeSource[]) =>
    Object.fromEntries(
      [...mergeLayers(sources).provenance].map(([path, { layer, overrode }]) => [
        path,
        [layer, ...overrode.map((o) => `${o.layer}${o.path ? `@${o.path}` : ''}=${JSON.stringify(o.value)}`)],
      ]),
    );

  it.each<[string, MergeSource[], Record<string, string[]>]>([
    [
      'names the winner and all it overrode, the strongest first',
      [source('base', {}, { x: 1 }), source('eks', eks, { x: 2 }), source('both', both, { x: 3 })],
      { x: ['both', 'eks=2', 'base=1'] },
    ],
    ['of a deletion', [source('base', {}, { x: 1 }), source('eks', eks, { x: null })], { x: ['eks', 'base=1'] }],
    [
      'of a value after a deletion',
      [source('base', {}, { x: 1 }), source('eks', eks, { x: null }), source('both', both, { x: 3 })],
      { x: ['both', 'eks=null', 'base=1'] },
    ],
    [
      'of a map that is taken out',
      [source('base', {}, { x: { a: 1, b: 2 } }), source('eks', eks, { x: null })],
      { x: ['eks', 'base@x.b=2', 'base@x.a=1'] },
    ],
    [
      'of a map in place of a scalar',
      [source('base', {}, { x: 1 }), source('eks', eks, { x: { a: 2 } })],
      { 'x.a': ['eks', 'base@x=1'] },
    ],
    ['of layers that agree', [source('eks', eks, { x: 1 }), source('h100', h100, { x: 1 })], { x: ['h100', 'eks=1'] }],
    [
      'of a map that was named empty',
      [source('base', {}, { x: {} }), source('eks', eks, { x: { a: 1 } })],
      { x: ['base'], 'x.a': ['eks'] },
    ],
  ])('%s', (_, sources, expected) => {
    expect(of(...sources)).toEqual(expected);
  });
});

describe('a null of the user that deletes nothing', () => {
  it.each<[MergeSource['origin'], number]>([
    ['cluster', 1],
    ['flag', 1],
    ['user', 0],
    ['built-in', 0],
  ])('from %s: %i problem', (origin, count) => {
    const { problems } = mergeLayers([
      source('base', {}, { c: { 'metrics-server': {} } }),
      source('mine', {}, { c: { 'metrics-servr': null } }, origin),
    ]);
    expect(problems).toHaveLength(count);
  });

  it('is a slip, and the nearest name is offered', () => {
    const { problems } = mergeLayers([
      source('base', {}, { c: { 'metrics-server': {} } }),
      source('mine', {}, { c: { 'metrics-servr': null } }, 'cluster'),
    ]);
    expect(problems.map(formatProblem)).toEqual([
      'mine:1:1: DOCUMENT_INVALID at c.metrics-servr\n  null deletes nothing: no layer sets this\n  hint: did you mean metrics-server?',
    ]);
  });

  it('is none where a layer deleted it before', () => {
    expect(
      merge(
        source('base', {}, { c: { x: 1 } }),
        source('eks', eks, { c: { x: null } }),
        source('mine', {}, { c: { x: null } }, 'cluster'),
      ).problems,
    ).toEqual([]);
  });
});

describe('laws', () => {
  const key = fc.constantFrom('a', 'b', 'c.d');
  const { tree } = fc.letrec<{ tree: PlainMap; node: unknown }>((tie) => ({
    tree: fc.dictionary(key, tie('node'), { maxKeys: 3 }) as fc.Arbitrary<PlainMap>,
    node: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>(1, 2, null, [], [1]), tie('tree')),
  }));
  const match = fc
    .subarray(['service', 'accelerator', 'os'] as const)
    .map((dimensions) => Object.fromEntries(dimensions.map((d) => [d, 'v'])));
  const sources = fc
    .array(
      fc.record({
        match,
        value: tree,
        origin: fc.constantFrom<MergeSource['origin']>('built-in', 'plugin', 'user', 'cluster'),
      }),
      { minLength: 1, maxLength: 5 },
    )
    // There is one cluster file.
    .map((all) =>
      all.filter(({ origin }, i) => origin !== 'cluster' || all.findIndex((s) => s.origin === 'cluster') === i),
    )
    .map((all) =>
      all.map(({ match: m, value, origin }, i) => source(`s${i}`, origin === 'cluster' ? {} : m, value, origin)),
    );
  const plain = ({ value, provenance, problems }: ReturnType<typeof mergeLayers>) => ({
    value,
    provenance: Object.fromEntries(provenance),
    problems,
  });
  const leavesOf = (value: unknown, path: Path = []): Path[] =>
    isPlainMap(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([k, v]) => leavesOf(v, [...path, k]))
      : [path];

  it('the order of the files does not matter', () => {
    fc.assert(
      fc.property(
        sources.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(plain(mergeLayers(shuffled))).toEqual(plain(mergeLayers(all)));
        },
      ),
    );
  });

  it('without a conflict, the names of the files do not matter either', () => {
    // Where names decided a value, turning them round would change it.
    fc.assert(
      fc.property(sources, (all) => {
        const first = mergeLayers(all);
        fc.pre(first.problems.length === 0);
        const renamed = all.map((s, i) => ({ ...s, name: `s${all.length - i}` }));
        const second = mergeLayers(renamed);
        expect(second.problems).toEqual([]);
        expect(second.value).toEqual(first.value);
      }),
      { numRuns: 2000 },
    );
  });

  it('merging again what was merged changes nothing', () => {
    fc.assert(
      fc.property(sources, (all) => {
        const { value } = mergeLayers(all);
        expect(mergeLayers([source('once', {}, value)]).value).toEqual(value);
        expect(mergeLayers([source('once', {}, value), source('twice', eks, value)]).value).toEqual(value);
      }),
    );
  });

  it('a layer over all others wins at every path that it sets', () => {
    fc.assert(
      fc.property(sources, tree, (all, strongest) => {
        const last = source('last', {}, strongest, 'flag');
        const { value } = mergeLayers([...all, last]);
        for (const path of leavesOf(strongest)) {
          if (path.length === 0) continue;
          const want = path.reduce<unknown>((at, k) => (at as Record<string, unknown>)[String(k)], strongest);
          const got = path.reduce<unknown>(
            (at, k) => (isPlainMap(at) && Object.hasOwn(at, String(k)) ? at[String(k)] : undefined),
            value,
          );
          if (want === null) expect(got).toBeUndefined();
          else if (isPlainMap(want)) expect(isPlainMap(got)).toBe(true);
          else expect(got).toEqual(want);
        }
      }),
    );
  });

  it('incomparable layers that differ always conflict, unless one over both sets the path', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<unknown>(1, 2, [1], null),
        fc.constantFrom<unknown>(1, 2, [1], null),
        fc.option(fc.constantFrom<unknown>(3, null)),
        (a, b, c) => {
          const layers = [source('eks', eks, { p: { x: a } }), source('h100', h100, { p: { x: b } })];
          if (c !== null) layers.push(source('both', both, { p: { x: c } }));
          const differ = JSON.stringify(a) !== JSON.stringify(b);
          expect(mergeLayers(layers).problems).toHaveLength(differ && c === null ? 1 : 0);
        },
      ),
    );
  });

  it('every value has its provenance', () => {
    fc.assert(
      fc.property(sources, (all) => {
        const { value, provenance, problems } = mergeLayers(all);
        fc.pre(problems.length === 0);
        for (const path of leavesOf(value).filter((p) => p.length > 0)) {
          const text = formatPath(path);
          // A map that a null left empty is told by what was deleted in it.
          expect([...provenance.keys()].some((known) => known === text || known.startsWith(text))).toBe(true);
        }
      }),
    );
  });
});
