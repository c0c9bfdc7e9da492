import { describe, expect, it } from 'vitest';
import { type ClusterContext, clusterContext } from '../../src/contract/cluster.ts';
import type { Component } from '../../src/contract/component.ts';
import type { PlainMap } from '../../src/plain.ts';
import { synthesize } from '../../src/synth/synthesize.ts';
import { textsOf } from '../problems-of.ts';
import { CHART, charted, simple } from './components.ts';

const REGISTRY = [simple('a'), simple('b', { dependsOn: ['a'] }), simple('z'), charted];
const run = (
  components: Record<string, PlainMap>,
  more: { registry?: readonly Component[]; context?: Partial<ClusterContext> } = {},
) =>
  synthesize({
    context: clusterContext.parse(more.context ?? {}),
    components,
    provided: new Map([['given', 'the provider brings it']]),
    registry: new Map((more.registry ?? REGISTRY).map((c) => [c.name, c])),
    locate: (path) => ({ file: 'f', line: path.length, column: 1 }),
  });

it('one unit a component, by wave and name, and one owner of all namespaces', () => {
  const { units, namespaces } = run({ z: { namespace: 'n' }, b: { namespace: 'n' }, a: { namespace: 'm' } });
  expect(units.map((u) => [u.component, u.wave, u.dependsOn])).toEqual([
    ['a', 1, []],
    ['z', 1, []],
    ['b', 2, ['a']],
  ]);
  expect(namespaces.map((n) => n.metadata.name)).toEqual(['m', 'n']);
});

it('a unit has its objects by phase, its release and what it says of itself', () => {
  const { units, namespaces } = run(
    { charted: { namespace: 'n', chart: CHART, values: { replicas: 2 } } },
    { context: { labels: { team: 'ml' } } },
  );
  expect(units[0]).toMatchObject({
    component: 'charted',
    title: 'Charted',
    release: { release: 'charted', version: '1.2.3', values: { driver: { version: '580' }, replicas: 2 } },
    objects: {
      before: [{ kind: 'ResourceQuota', metadata: { labels: { team: 'ml' } } }],
      main: [],
      after: [{ kind: 'Policy', spec: { a: 2, b: 1 } }],
    },
    readiness: [],
    images: [],
    scheduling: { system: [], accelerated: [] },
  });
  expect(units[0]?.release?.attribution.get('driver.version')).toEqual(['driver.version']);
  expect(namespaces[0]?.metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged', team: 'ml' });
});

it('the same input gives the same bytes, whatever order the components came in', () => {
  const components = { z: { namespace: 'n' }, b: { namespace: 'n' }, a: { namespace: 'm' } };
  const turned = Object.fromEntries(Object.entries(components).toReversed());
  expect(JSON.stringify(run(turned))).toBe(JSON.stringify(run(components)));
});

it('gives each cluster its own name, also where a construct was made before', () => {
  const named = simple('named', {
    create: (scope, id, input) => simple((input as { cluster: ClusterContext }).cluster.name).create(scope, id, input),
  });
  const nameOf = (name: string) =>
    run({ named: { namespace: 'n' } }, { registry: [named], context: { name } }).units[0]?.objects.main[0]?.metadata
      .name;
  expect([nameOf('one'), nameOf('two'), nameOf('one')]).toEqual(['one', 'two', 'one']);
});

describe('what is wrong is told at once', () => {
  it.each<[string, Record<string, PlainMap>, string[]]>([
    [
      'an unknown component',
      { charte: { namespace: 'n' } },
      [
        'f:2:1: COMPONENT_UNKNOWN at components.charte\n  no component "charte"; known: a, b, charted, z\n  hint: did you mean charted?',
      ],
    ],
    [
      'an unknown prop',
      { a: { namespace: 'n', clams: [] } },
      [
        'f:3:1: PROPS_INVALID at components.a.clams\n  unknown key "clams"; allowed: claims, cluster, namespace, values\n  hint: did you mean claims?',
      ],
    ],
    [
      'a component without a namespace',
      { a: {} },
      ['f:3:1: PROPS_INVALID at components.a.namespace\n  is missing: expected string'],
    ],
    [
      'a chart without a version',
      { charted: { namespace: 'n', chart: { repository: CHART.repository, name: 'charted' } } },
      ['f:4:1: PROPS_INVALID at components.charted.chart.version\n  is missing: expected string'],
    ],
    [
      'a chart that the construct was not written for',
      { charted: { namespace: 'n', chart: { ...CHART, version: '2.0.0' } } },
      [
        'f:2:1: CONSTRAINT_UNMET at components.charted.chart.version\n  got 2.0.0; the construct was written for chart >= 1.0 < 2\n  hint: pin a version in that range, or extend the construct',
      ],
    ],
    [
      'a raw value that the construct sets',
      { charted: { namespace: 'n', chart: CHART, values: { driver: { version: 'x' } } } },
      [
        'f:5:1: VALUE_OWNED at components.charted.values.driver.version\n  the construct of charted sets driver.version itself\n  hint: set driver.version instead',
      ],
    ],
    [
      'what the engine fills',
      { a: { namespace: 'n', cluster: { name: 'x' } } },
      [
        'f:2:1: PROPS_INVALID at components.a.cluster\n  is filled by the engine from the cluster file\n  hint: remove it; set shared, pools, inputs or ownership in the cluster file',
      ],
    ],
    [
      'a missing dependency',
      { b: { namespace: 'n' } },
      ['COMPONENT_CONFLICT at components.b\n  b needs a, which is not in the recipe\n  hint: add a, or take b out'],
    ],
    [
      'a dependency that could not be read is not missing',
      { a: {}, b: { namespace: 'n' } },
      ['f:3:1: PROPS_INVALID at components.a.namespace\n  is missing: expected string'],
    ],
    [
      'two owners',
      { a: { namespace: 'n', claims: ['nfd'] }, z: { namespace: 'n', claims: ['nfd'] } },
      [
        'COMPONENT_CONFLICT at components.z\n  z and a both bring nfd: it exists once in a cluster\n  hint: take one of the two out',
      ],
    ],
    [
      'an owner beside the provider',
      { a: { namespace: 'n', claims: ['given'] } },
      [
        'COMPONENT_CONFLICT at components.a\n  a brings given, and the provider brings it already: the provider brings it\n  hint: take a out, or give the thing one owner',
      ],
    ],
  ])('%s', (_, components, expected) => {
    expect(textsOf(() => run(components))).toEqual(expected);
  });

  it('a ring', () => {
    const registry = [simple('a', { dependsOn: ['b'] }), simple('b', { after: ['a'] })];
    expect(textsOf(() => run({ a: { namespace: 'n' }, b: { namespace: 'n' } }, { registry }))).toEqual([
      'DEPENDENCY_CYCLE at components.a\n  a → b → a: each waits for the next\n  hint: take one of these dependencies out',
    ]);
  });

  it('a bug in a construct is no problem of the user', () => {
    const broken = simple('broken', {
      create: () => {
        throw new TypeError('bug');
      },
    });
    expect(() => run({ broken: { namespace: 'n' } }, { registry: [broken] })).toThrow(TypeError);
  });
});
