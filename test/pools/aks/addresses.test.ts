import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsAddress, networkProblems, nodesOfPods, SUBNETS } from '../../../src/pools/aks/addresses.ts';
import { overlap, parseCidr, placeSubnets } from '../../../src/pools/subnets.ts';

/** A network of this size somewhere in 10.0.0.0/8. */
const network = (prefix: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 2 ** (prefix - 8) - 1 }).map((i) => {
    const address = 10 * 2 ** 24 + i * 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${prefix}`;
  });

const within = (from: number, to: number) => fc.integer({ min: from, max: to }).chain(network);

describe('node-pools.md 5.2', () => {
  it('has a subnet for 1,000 GPU nodes beside the five addresses that Azure keeps, whatever the network', () => {
    expect(2 ** (32 - SUBNETS.gpu) - 5).toBeGreaterThanOrEqual(1000);
    fc.assert(
      fc.property(within(8, 21), (vnetCidr) => {
        const { gpu = '', system = '' } = placeSubnets(vnetCidr, SUBNETS);
        expect(overlap(gpu, system)).toBe(false);
        for (const subnet of [gpu, system]) expect(overlap(subnet, vnetCidr)).toBe(true);
      }),
    );
  });

  it('gives DNS an address of the services that is not the first, which is that of the API', () => {
    fc.assert(
      fc.property(within(13, 28), (serviceCidr) => {
        const { first, prefix } = parseCidr(serviceCidr);
        const dns = parseCidr(`${dnsAddress(serviceCidr)}/32`).first;
        expect(dns).toBeGreaterThan(first + 1);
        expect(dns).toBeLessThan(first + 2 ** (32 - prefix) - 1);
      }),
    );
  });

  it('takes what AKS takes', () => {
    fc.assert(
      fc.property(within(8, 21), within(8, 24), within(13, 28), (vnetCidr, podCidr, serviceCidr) => {
        expect(networkProblems({ vnetCidr, podCidr, serviceCidr })).toEqual([]);
      }),
    );
  });

  it.each`
    podCidr            | nodes
    ${'10.244.0.0/16'} | ${256}
    ${'10.244.0.0/24'} | ${1}
    ${'10.240.0.0/14'} | ${1024}
  `('$podCidr has a /24 for $nodes nodes', ({ podCidr, nodes }) => {
    expect(nodesOfPods(podCidr)).toBe(nodes);
  });
});
