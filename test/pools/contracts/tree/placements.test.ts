import { expect, it } from 'vitest';
import { addPlacements, isPlacementKey } from '../../../../src/pools/contracts/tree/placements.ts';
import type { Placement } from '../../../../src/pools/contracts/tree/tree.ts';

function placements(map: Readonly<Record<string, unknown>>): Placement[] {
  const found: Placement[] = [];
  addPlacements(map, { component: 'one', isFinal: true }, 'one: spec', found);
  return found;
}

const required = (...terms: readonly (readonly object[])[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })),
  },
});
const is = (key: string, ...values: string[]) => ({ key, operator: 'In', values });

it.each`
  map                                                                                   | alternatives                        | why
  ${{ nodeSelector: { a: '1', b: '2' } }}                                               | ${[[is('a', '1'), is('b', '2')]]}   | ${'a selector asks for all of its labels'}
  ${{ nodeSelectors: { matchLabels: { a: '1' } } }}                                     | ${[[is('a', '1')]]}                 | ${'the node agent writes a label selector'}
  ${{ selectors: { a: '1' }, tolerations: [] }}                                         | ${[[is('a', '1')]]}                 | ${"NodeWright's chart has a name of its own"}
  ${{ affinity: { nodeAffinity: required([is('a', '1')], [is('b', '2')]) } }}           | ${[[is('a', '1')], [is('b', '2')]]} | ${'terms are alternatives'}
  ${{ nodeAffinity: required([is('a', '1')]) }}                                         | ${[[is('a', '1')]]}                 | ${'custom resources leave the level out'}
  ${{ nodeSelector: { c: '3' }, affinity: { nodeAffinity: required([is('a', '1')]) } }} | ${[[is('c', '3'), is('a', '1')]]}   | ${'both must be met'}
  ${{ tolerations: [{ operator: 'Exists' }] }}                                          | ${[[]]}                             | ${'a pod without selector runs anywhere'}
`('$why', ({ map, alternatives }) => {
  expect(placements(map).map((one) => one.alternatives)).toEqual([alternatives]);
});

it.each([
  [{ selector: { matchLabels: { app: 'a' } } }],
  [{ podSelector: { app: 'a' }, serviceMonitorSelector: {} }],
  [{ affinity: { podAntiAffinity: {} } }],
  [{ nicSelector: { vendor: '15b3' } }],
  [{ selectors: { vendors: '15b3' } }],
])('%j says nothing of nodes', (map) => {
  expect(placements(map)).toEqual([]);
});

it('keeps what belongs together in a map of several placements', () => {
  const [all, system] = placements({
    tolerations: [{ operator: 'Exists' }],
    systemNodeSelector: { nodeGroup: 'system' },
    systemNodeTolerations: [],
  });
  expect([all?.at, all?.tolerations?.value]).toEqual(['one: spec.tolerations', [{ operator: 'Exists' }]]);
  expect([system?.at, system?.tolerations?.at]).toEqual([
    'one: spec.systemNodeSelector',
    'one: spec.systemNodeTolerations',
  ]);
});

it.each`
  key                         | may
  ${'nodeSelector'}           | ${true}
  ${'selectors'}              | ${true}
  ${'tolerations'}            | ${true}
  ${'deploymentNodeAffinity'} | ${true}
  ${'replicas'}               | ${false}
  ${'registry'}               | ${false}
  ${'annotations'}            | ${false}
`('$key is looked at: $may', ({ key, may }) => {
  expect(isPlacementKey(key)).toBe(may);
});
