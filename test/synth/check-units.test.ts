import { describe, expect, it } from 'vitest';
import type { ComponentManifests } from '../../src/contract/manifests.ts';
import { formatProblem } from '../../src/errors.ts';
import { checkUnits } from '../../src/synth/check-units.ts';
import { checkInput, configMap, release, unit } from './unit.ts';

const told = (...units: ComponentManifests[]) => checkUnits(checkInput(units)).map(formatProblem);
const policy = (version: string) => ({ apiVersion: `x.dev/${version}`, kind: 'Policy', metadata: { name: 'p' } });

it('what fits is silent', () => {
  expect(
    told(
      unit('a', [configMap('x', { data: { k: 'v' } }), policy('v1')], {
        release: release({ driver: { version: '580' }, replicas: 2 }),
      }),
    ),
  ).toEqual([]);
});

describe('objects', () => {
  it.each<[string, ComponentManifests[], string[]]>([
    [
      'a kind nobody knows',
      [unit('a', [{ apiVersion: 'y.dev/v1', kind: 'Thing', metadata: { name: 'x' } }])],
      [
        'MANIFEST_INVALID at components.a["Thing x"]\n  no schema of y.dev/v1 Thing is known\n  hint: add the kind to the upstream index',
      ],
    ],
    [
      'no namespace',
      [unit('a', [configMap('x', { metadata: { name: 'x' } })])],
      [
        'MANIFEST_INVALID at components.a["ConfigMap x"].metadata.namespace\n  has no namespace\n  hint: give metadata.namespace',
      ],
    ],
    [
      'a namespace where none belongs',
      [unit('a', [{ ...policy('v1'), metadata: { name: 'p', namespace: 'n' } }])],
      [
        'MANIFEST_INVALID at components.a["Policy n/p"].metadata.namespace\n  Policy is cluster-scoped and has namespace n',
      ],
    ],
    [
      'a namespace that nobody makes',
      [unit('a', [configMap('x', { metadata: { name: 'x', namespace: 'm' } })])],
      [
        'MANIFEST_INVALID at components.a["ConfigMap m/x"].metadata.namespace\n  nobody makes namespace m\n  hint: use the namespace of a component',
      ],
    ],
    [
      'the same object twice',
      [unit('a', [configMap('x'), configMap('x')])],
      [
        'OBJECT_DUPLICATE at components.a["ConfigMap n/x"]\n  ConfigMap n/x is emitted by a twice\n  hint: an object has one owner: rename one or drop it',
      ],
    ],
    [
      'the same object of two',
      [unit('a', [configMap('x')]), unit('b', [configMap('x')])],
      [
        'OBJECT_DUPLICATE at components.b["ConfigMap n/x"]\n  ConfigMap n/x is emitted by a too\n  hint: an object has one owner: rename one or drop it',
      ],
    ],
    [
      'the same object in two versions of its group',
      [unit('a', [policy('v1'), policy('v1beta1')])],
      [
        'OBJECT_DUPLICATE at components.a["Policy p"]\n  Policy p is emitted by a twice\n  hint: an object has one owner: rename one or drop it',
      ],
    ],
    [
      'a namespace that belongs to the tree',
      [unit('a', [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }])],
      [
        'OBJECT_DUPLICATE at components.a["Namespace n"]\n  Namespace n is emitted by namespaces too\n  hint: an object has one owner: rename one or drop it',
      ],
    ],
  ])('%s', (_, units, expected) => {
    expect(told(...units)).toEqual(expected);
  });

  it('an unknown field, and a wrong type', () => {
    const texts = told(unit('a', [configMap('x', { dat: {}, data: { k: 1 } })]));
    expect(texts.map((t) => t.split('\n')[0]).sort()).toEqual([
      'MANIFEST_INVALID at components.a["ConfigMap n/x"].dat',
      'MANIFEST_INVALID at components.a["ConfigMap n/x"].data.k',
    ]);
  });

  it('kube-system is everybody’s', () => {
    expect(told(unit('a', [configMap('x', { metadata: { name: 'x', namespace: 'kube-system' } })]))).toEqual([]);
  });
});

describe('releases', () => {
  it.each<[string, ComponentManifests, string]>([
    [
      'a path that no template reads',
      unit('a', [], { release: release({ driver: { versio: 'x' } }) }),
      'VALUE_DEAD at components.a.values.driver.versio\n  no template of charted 1.2.3 reads driver.versio\n  hint: nearest: driver.version',
    ],
    [
      'a chart nobody knows',
      unit('a', [], { release: release({}, { name: 'other' }) }),
      'VALUE_DEAD at components.a.chart\n  the value paths of other 1.2.3 are not known; known: no version of it\n  hint: pin a known version, or index this one',
    ],
    [
      'another version of it',
      unit('a', [], { release: release({}, { version: '9.9.9' }) }),
      'VALUE_DEAD at components.a.chart\n  the value paths of charted 9.9.9 are not known; known: 1.2.3\n  hint: pin a known version, or index this one',
    ],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual([expected]);
  });

  it('another type than the template takes', () => {
    expect(told(unit('a', [], { release: release({ replicas: { x: 1 } }) }))[0]).toMatch(
      /^VALUE_DEAD at components\.a\.values\.replicas/,
    );
  });
});

it('the checks of secrets and contracts are among them', () => {
  const texts = told(
    unit('a', [configMap('x', { data: { password: 'hunter2' } })], {
      images: [{ image: 'i', architectures: ['arm64'], nodeSide: true, source: 's' }],
    }),
  );
  expect(texts.map((t) => t.split(' ')[0])).toEqual(['SECRET_IN_CLEAR', 'CONTRACT_BROKEN']);
});
