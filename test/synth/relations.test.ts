import { describe, expect, it } from 'vitest';
import { clusterContext } from '../../src/contract/cluster.ts';
import type { Component } from '../../src/contract/component.ts';
import { formatProblem } from '../../src/errors.ts';
import { relate } from '../../src/synth/relations.ts';
import { simple } from './components.ts';

const want = (name: string, more: Partial<Component> = {}) => ({
  component: simple(name, { claims: () => [], ...more }),
  props: { namespace: 'n', cluster: clusterContext.parse({}), values: {} },
});
const run = (wanted: ReturnType<typeof want>[], provided = {}, unread: string[] = []) => {
  const { dependencies, problems } = relate(wanted, new Map(Object.entries(provided)), new Set(unread));
  return { dependencies: Object.fromEntries(dependencies), problems: problems.map(formatProblem) };
};
const claims = (...all: string[]) => ({ claims: () => all });
const at = (name: string) => `COMPONENT_CONFLICT at components.${name}\n  `;

describe('what comes before what', () => {
  it.each([
    ['dependsOn', [want('a'), want('b', { dependsOn: ['a'] })], {}, { a: [], b: ['a'] }],
    ['after, when it is there', [want('a'), want('b', { after: ['a', 'not-there'] })], {}, { a: [], b: ['a'] }],
    ['requires: the owner', [want('a', claims('x')), want('b', { requires: ['x'] })], {}, { a: [], b: ['a'] }],
    ['requires: the provider', [want('b', { requires: ['x'] })], { x: 'GKE brings it' }, { b: [] }],
    ['requires: itself', [want('b', { requires: ['x'], ...claims('x') })], {}, { b: [] }],
    ['a ring with itself is left to the order', [want('a', { dependsOn: ['a'] })], {}, { a: ['a'] }],
  ])('%s', (_, wanted, provided, expected) => {
    expect(run(wanted, provided)).toEqual({ dependencies: expected, problems: [] });
  });
});

describe('problems', () => {
  it.each([
    [
      'two owners',
      [want('a', claims('nfd')), want('b', claims('nfd'))],
      {},
      [`${at('b')}b and a both bring nfd: it exists once in a cluster\n  hint: take one of the two out`],
    ],
    [
      'an owner and the provider',
      [want('a', claims('device-plugin'))],
      { 'device-plugin': 'GKE runs its own' },
      [
        `${at('a')}a brings device-plugin, and the provider brings it already: GKE runs its own\n  hint: take a out, or give the thing one owner`,
      ],
    ],
    ['a claim twice by one is one claim', [want('a', claims('x', 'x'))], {}, []],
    [
      'a missing dependency',
      [want('b', { dependsOn: ['a'] })],
      {},
      [`${at('b')}b needs a, which is not in the recipe\n  hint: add a, or take b out`],
    ],
    [
      'a requirement that nobody meets',
      [want('b', { requires: ['x'] })],
      {},
      [`${at('b')}b needs x, which neither a component nor the provider brings\n  hint: add a component that brings x`],
    ],
  ])('%s', (_, wanted, provided, expected) => {
    expect(run(wanted, provided).problems).toEqual(expected);
  });

  it('a component that could not be read is not called missing, nor what it may bring', () => {
    expect(run([want('b', { dependsOn: ['a'], requires: ['x'] })], {}, ['a']).problems).toEqual([]);
  });
});
