import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardNumbers, nicLayout } from '../../../src/pools/eks/nic-layout.ts';
import { engine } from '../../samples.ts';

const types = engine.catalog.instances.filter(({ service }) => service === 'eks');

// node-pools.md 3.2: cards of each type, and the card that carries no EFA.
it.each`
  type                    | cards | efa   | first
  ${'p4d.24xlarge'}       | ${4}  | ${4}  | ${[0, 0]}
  ${'p4de.24xlarge'}      | ${4}  | ${4}  | ${[0, 0]}
  ${'p5.4xlarge'}         | ${1}  | ${1}  | ${[0, 0]}
  ${'p5.48xlarge'}        | ${32} | ${32} | ${[0, 0]}
  ${'p5e.48xlarge'}       | ${32} | ${32} | ${[0, 0]}
  ${'p5en.48xlarge'}      | ${16} | ${16} | ${[0, 0]}
  ${'p6-b200.48xlarge'}   | ${8}  | ${8}  | ${[0, 0]}
  ${'p6-b300.48xlarge'}   | ${17} | ${16} | ${[0, 1]}
  ${'p6e-gb200.36xlarge'} | ${9}  | ${8}  | ${[0, 1]}
  ${'g6e.48xlarge'}       | ${4}  | ${4}  | ${[0, 0]}
`('$type uses $cards cards, $efa of them with EFA', ({ type, cards, efa, first }) => {
  const layout = nicLayout(types.find(({ name }) => name === type)?.nics ?? { interface: '' });
  expect(new Set(layout.map((nic) => nic.networkCardIndex)).size).toBe(cards);
  expect(layout.filter((nic) => nic.interfaceType === 'efa-only')).toHaveLength(efa);
  expect(layout.slice(0, 2).map((nic) => nic.networkCardIndex)).toEqual(first);
});

describe.each(types.filter(({ nics }) => nics))('$name', ({ nics, fabricInterfaces }) => {
  const layout = nicLayout(nics ?? { interface: '0' });

  it('has one primary IP interface on card 0, and no device twice', () => {
    expect(layout[0]).toEqual({ networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' });
    expect(new Set(layout.map((nic) => `${nic.networkCardIndex}/${nic.deviceIndex}`)).size).toBe(layout.length);
  });

  it('has as many EFA interfaces as pods are told of', () => {
    const efa = layout.filter((nic) => nic.interfaceType === 'efa-only').length;
    if (nics?.unconfirmed) expect(efa).toBeGreaterThanOrEqual(fabricInterfaces);
    else expect(efa).toBe(fabricInterfaces);
  });
});

it('gives every machine with EFA a layout', () => {
  expect(types.filter(({ fabric, nics }) => (fabric === 'efa') !== (nics?.efaOnly !== undefined))).toEqual([]);
});

it('numbers devices so that no pair of card and device comes twice, whatever the cards', () => {
  const card = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(fc.uniqueArray(card, { minLength: 1 }), fc.uniqueArray(card), (ip, efa) => {
      const layout = nicLayout({ interface: ip.join(','), ...(efa.length > 0 ? { efaOnly: efa.join(',') } : {}) });
      expect(layout).toHaveLength(ip.length + efa.length);
      expect(new Set(layout.map((nic) => `${nic.networkCardIndex}/${nic.deviceIndex}`)).size).toBe(layout.length);
    }),
  );
});

it('reads ranges of cards', () => {
  expect(cardNumbers('0')).toEqual([0]);
  expect(cardNumbers('1-3,7')).toEqual([1, 2, 3, 7]);
});
