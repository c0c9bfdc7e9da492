import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pick } from '../../src/plain.ts';
import { namespaceObjects } from '../../src/synth/namespaces.ts';
import { textsOf } from '../problems-of.ts';

const LEVEL = 'pod-security.kubernetes.io/enforce';
const wish = (name: string, labels: Record<string, string> = {}) => ({ name, labels });

it.each([
  ['none', [], []],
  ['sorted, once each', [wish('b'), wish('a'), wish('b')], [{ name: 'a' }, { name: 'b' }]],
  ['none that every cluster has', [wish('kube-system', { x: 'y' }), wish('default')], []],
  [
    'the most permissive level',
    [wish('a', { [LEVEL]: 'baseline' }), wish('a', { [LEVEL]: 'privileged' }), wish('a', { [LEVEL]: 'restricted' })],
    [{ name: 'a', labels: { [LEVEL]: 'privileged' } }],
  ],
  ['labels by name', [wish('a', { z: '1' }), wish('a', { b: '2' })], [{ name: 'a', labels: { b: '2', z: '1' } }]],
  ['the same label twice', [wish('a', { z: '1' }), wish('a', { z: '1' })], [{ name: 'a', labels: { z: '1' } }]],
])('%s', (_, wishes, expected) => {
  expect(namespaceObjects(wishes)).toEqual(
    expected.map((metadata) => ({ apiVersion: 'v1', kind: 'Namespace', metadata })),
  );
});

it('labels that two components want differently are a conflict', () => {
  expect(
    textsOf(() =>
      namespaceObjects([wish('a', { 'istio-injection': 'enabled' }), wish('a', { 'istio-injection': 'disabled' })]),
    ),
  ).toEqual([
    'COMPONENT_CONFLICT at namespaces.a.labels.istio-injection\n  components of this namespace want enabled and disabled\n  hint: give one of them another namespace under shared.namespaces',
  ]);
});

it('the order of the components does not matter', () => {
  const wishes = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'kube-system'),
      labels: fc.dictionary(fc.constantFrom(LEVEL, 'x'), fc.constantFrom('baseline', 'privileged')),
    }),
  );
  fc.assert(
    fc.property(wishes, (all) => {
      const levels = all.map(({ name, labels }) => ({
        name,
        labels: pick(labels, [LEVEL]) as Record<string, string>,
      }));
      expect(namespaceObjects(levels.toReversed())).toEqual(namespaceObjects(levels));
    }),
  );
});
