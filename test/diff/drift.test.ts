import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDocuments, patchDocuments } from '../../src/diff/drift.ts';
import { formatPath } from '../../src/path.ts';
import { patched } from './patched.ts';
import { clone, ignoring, turned, value } from './values.ts';

const NONE = ignoring();
const PATTERNS = [
  '**',
  '*',
  'a',
  '**.a',
  'a.*',
  '*.b',
  '**.name',
  'name.**',
  '**.a.*.b',
  '[0]',
  '**[1]',
  'a[2].b',
  '*[0]',
];
const patterns = fc.subarray(PATTERNS, { maxLength: 3 });

describe('laws of any two documents', () => {
  it('a document differs in nothing from itself, nor from itself with other orders of keys', () => {
    fc.assert(
      fc.property(value, patterns, (a, paths) => {
        expect(compareDocuments(a, turned(clone(a)), ignoring(...paths)).differences).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('there is a difference exactly where the documents differ', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const { differences } = compareDocuments(a, b, NONE);
        let equal = true;
        try {
          expect(a).toEqual(b);
        } catch {
          equal = false;
        }
        expect(differences.length === 0).toBe(equal);
      }),
      { numRuns: 150 },
    );
  });

  it('the order of keys never matters', () => {
    fc.assert(
      fc.property(value, value, patterns, (a, b, paths) => {
        const options = ignoring(...paths);
        expect(compareDocuments(turned(a), turned(b), options).differences).toEqual(
          compareDocuments(a, b, options).differences,
        );
      }),
      { numRuns: 120 },
    );
  });

  it('ignoring everything leaves nothing', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(compareDocuments(a, b, ignoring('**')).differences).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('a patch leads to what differs from B only in what is ignored', () => {
    fc.assert(
      fc.property(value, value, patterns, (a, b, paths) => {
        const options = ignoring(...paths);
        const made = patched(a, patchDocuments(a, b, options));
        expect(compareDocuments(made, b, options).differences).toEqual([]);
        if (paths.length === 0) expect(made).toEqual(b);
      }),
      { numRuns: 120 },
    );
  });

  it('a patch is empty where there is no difference and no list is in another order', () => {
    fc.assert(
      fc.property(value, patterns, (a, paths) => {
        expect(patchDocuments(a, turned(clone(a)), ignoring(...paths))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

const snapshot = (measurements: object) => ({ apiVersion: 'cns.dev/v1alpha1', kind: 'Snapshot', measurements });
const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
const shown = (a: unknown, b: unknown, options = NONE): string[] =>
  compareDocuments(a, b, options).differences.map((one) => `${one.severity} ${one.change} ${formatPath(one.path)}`);

it.each<[string, unknown, unknown, string[]]>([
  [
    'GPUs by uuid, in any order',
    snapshot({ gpu: { nvidia: { gpus: [{ uuid: 'GPU-1', vbios: 'a' }, { uuid: 'GPU-2' }] } } }),
    snapshot({ gpu: { nvidia: { gpus: [{ uuid: 'GPU-2' }, { uuid: 'GPU-1', vbios: 'b' }] } } }),
    ['warning changed measurements.gpu.nvidia.gpus.GPU-1.vbios'],
  ],
  [
    'boot arguments in their order',
    snapshot({ os: { bootArguments: [{ name: 'a' }, { name: 'b' }] } }),
    snapshot({ os: { bootArguments: [{ name: 'b' }, { name: 'a' }] } }),
    ['critical removed measurements.os.bootArguments[0]', 'critical added measurements.os.bootArguments[1]'],
  ],
  [
    'API versions are a set',
    snapshot({ k8s: { apiGroups: { apps: ['v1', 'v1beta1'] } } }),
    snapshot({ k8s: { apiGroups: { apps: ['v1beta2', 'v1'] } } }),
    [
      'critical removed measurements.k8s.apiGroups.apps.v1beta1',
      'critical added measurements.k8s.apiGroups.apps.v1beta2',
    ],
  ],
  [
    'containers and their environment by name',
    pod({
      containers: [
        { name: 'a', env: [{ name: 'X', value: '1' }] },
        { name: 'b', image: 'i:1' },
      ],
    }),
    pod({
      containers: [
        { name: 'b', image: 'i:2' },
        { name: 'a', env: [{ name: 'X', value: '2' }] },
      ],
    }),
    ['warning changed spec.containers.a.env.X.value', 'critical changed spec.containers.b.image'],
  ],
  [
    'tolerations are a set',
    pod({ tolerations: [{ key: 'a' }, { operator: 'Exists', key: 'b' }] }),
    pod({ tolerations: [{ key: 'b', operator: 'Exists' }, { key: 'a' }] }),
    [],
  ],
  [
    'two items with one key: the order counts again',
    pod({ containers: [{ name: 'a' }, { name: 'a', image: 'x' }] }),
    pod({ containers: [{ name: 'a', image: 'x' }, { name: 'a' }] }),
    ['critical removed spec.containers[0]', 'critical added spec.containers[1]'],
  ],
  [
    'ports have no name, and are told apart by number and protocol',
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 1 }, { containerPort: 1, protocol: 'UDP' }] }] }),
    pod({ containers: [{ name: 'a', ports: [{ containerPort: 1, protocol: 'UDP' }, { containerPort: 1 }] }] }),
    [],
  ],
  [
    'an added object is as severe as what is in it',
    snapshot({}),
    snapshot({ gpu: { nvidia: { driver: '580' } } }),
    ['critical added measurements.gpu'],
  ],
  ['times and ids', snapshot({ cloud: { instanceId: 'i-1' } }), snapshot({ cloud: { instanceId: 'i-2' } }), []],
  [
    'constraints of a recipe by subject',
    { apiVersion: 'cns.dev/v1alpha1', kind: 'ResolvedRecipe', constraints: [{ subject: 'a' }, { subject: 'b' }] },
    {
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'ResolvedRecipe',
      constraints: [{ subject: 'b' }, { subject: 'a', range: 'x' }],
    },
    ['warning added constraints.a.range'],
  ],
  [
    'taints of a cluster file by key and effect',
    {
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Cluster',
      pools: {
        gpu: {
          taints: [
            { key: 'a', effect: 'x' },
            { key: 'a', effect: 'y' },
          ],
        },
      },
    },
    {
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Cluster',
      pools: {
        gpu: {
          taints: [
            { key: 'a', effect: 'y', value: 'v' },
            { key: 'a', effect: 'x' },
          ],
        },
      },
    },
    ['critical added pools.gpu.taints["a:y"].value'.replace('["a:y"]', '.a:y')],
  ],
  [
    'lists of unknown documents in their order',
    { l: [1, 2, 3] },
    { l: [2, 3, 4] },
    ['info removed l[0]', 'info added l[2]'],
  ],
  ['whole documents', 1, [1], ['info changed ']],
  ['null and nothing', { a: null }, {}, ['info removed a']],
])('%s', (_, a, b, expected) => {
  expect(shown(a, b)).toEqual(expected);
});

it('a set is one also where something in its items is ignored', () => {
  const [a, b] = [
    [{ a: 1 }, { k: 1 }, { k: 1, a: 2 }],
    [{ a: 3, k: 1 }, {}],
  ].map((tolerations) => pod({ tolerations }));
  const options = ignoring('**.tolerations.*.a');
  const made = patched(a, patchDocuments(a, b, options));
  expect(compareDocuments(made, b, options).differences).toEqual([]);
  expect(compareDocuments(a, b, options).differences.length).toBeGreaterThan(0);
});

describe('ignore rules', () => {
  const a = { x: { t: 1, k: 1 }, l: [{ t: 1, k: 1 }] };
  const b = {
    x: { t: 2, k: 2 },
    l: [
      { t: 2, k: 1 },
      { t: 3, k: 9 },
    ],
  };

  it('leave out what they name and below, and say how much that was', () => {
    const { differences, ignored, unused } = compareDocuments(a, b, ignoring('**.t', 'nothing', 'l[*].k.z'));
    expect(differences.map(({ path }) => formatPath(path))).toEqual(['l[1]', 'x.k']);
    expect(ignored.map(({ path, differences: n }) => [path, n])).toEqual([['**.t', 2]]);
    expect(unused.map(({ path }) => path)).toEqual(['nothing', 'l[*].k.z']);
  });

  it('are met by what is equal and by what stands in something that was added', () => {
    expect(compareDocuments({ p: 1 }, { p: 1 }, ignoring('p')).unused).toEqual([]);
    expect(compareDocuments({}, { q: [{ p: 1 }] }, ignoring('q[0].p')).unused).toEqual([]);
  });

  it('of the defaults can be left away', () => {
    const [one, other] = [snapshot({ cloud: { instanceId: 'i-1' } }), snapshot({ cloud: { instanceId: 'i-2' } })];
    expect(shown(one, other, { ignores: [], defaults: false })).toEqual([
      'warning changed measurements.cloud.instanceId',
    ]);
  });
});

it.each([
  [
    'gpus',
    (items: object[]) => snapshot({ gpu: { nvidia: { gpus: items.map((one, i) => ({ uuid: `GPU-${i}`, ...one })) } } }),
  ],
  ['containers', (items: object[]) => pod({ containers: items.map((one, i) => ({ name: `c${i}`, ...one })) })],
  ['tolerations', (items: object[]) => pod({ tolerations: items.map((one, i) => ({ key: `t${i}`, ...one })) })],
])('permuting %s is no difference', (_, make) => {
  const items = Array.from({ length: 6 }, (_, i) => ({ value: `v${i % 2}` }));
  const lists = (document: unknown): unknown[] =>
    Object.values(document as object).flatMap((item) =>
      Array.isArray(item) ? [item] : typeof item === 'object' ? lists(item) : [],
    );
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
      const [a, b] = [make(items), make(items)];
      const list = lists(b)[0] as unknown[];
      list.splice(0, 6, ...order.map((i) => list[i]));
      expect(compareDocuments(a, b, NONE).differences).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
