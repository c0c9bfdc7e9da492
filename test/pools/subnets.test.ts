import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlap, parseCidr, placeSubnets } from '../../src/pools/subnets.ts';

it('places the largest first, each at its own alignment, and answers in the order of the question', () => {
  expect(placeSubnets('10.0.0.0/16', { public: 24, gpu: 18, system: 20 })).toEqual({
    public: '10.0.80.0/24',
    gpu: '10.0.0.0/18',
    system: '10.0.64.0/20',
  });
});

const wanted = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.integer({ min: 18, max: 28 }), { maxKeys: 8 });
const network = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.integer({ min: 0, max: 255 }))
  .map(([a, b]) => `${a}.${b}.0.0/16`);

it('keeps subnets inside, apart, aligned and of the size that was asked for, or says that they do not fit', () => {
  fc.assert(
    fc.property(network, wanted, (cidr, lengths) => {
      const size = Object.values(lengths).reduce((sum, length) => sum + 2 ** (32 - length), 0);
      if (size > 2 ** 16) {
        expect(() => placeSubnets(cidr, lengths)).toThrow(/do not fit into/);
        return;
      }
      const placed = Object.entries(placeSubnets(cidr, lengths));
      expect(placed.map(([name]) => name)).toEqual(Object.keys(lengths));
      for (const [i, [name, one]] of placed.entries()) {
        expect(parseCidr(one).prefix).toBe(lengths[name]);
        expect(overlap(one, cidr)).toBe(true);
        for (const [, other] of placed.slice(i + 1)) expect(overlap(one, other)).toBe(false);
      }
    }),
  );
});

it.each(['10.0.0.0', '10.0.0.1/16', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/16', ''])('refuses %j', (text) => {
  expect(() => parseCidr(text)).toThrow(/is not an IPv4 network/);
});
