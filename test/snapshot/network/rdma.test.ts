import { expect, it } from 'vitest';
import { lastPart, pciAddressIn } from '../../../src/snapshot/network/pci-address.ts';
import { rateOf, stateName } from '../../../src/snapshot/network/rdma.ts';

it.each`
  text                     | rate
  ${'400 Gb/sec (4X NDR)'} | ${400}
  ${'2.5 Gb/sec (1X SDR)'} | ${2.5}
  ${'0 Gb/sec'}            | ${0}
  ${'400 Mb/sec'}          | ${undefined}
  ${'-1 Gb/sec'}           | ${undefined}
  ${'400Gb/sec'}           | ${undefined}
  ${''}                    | ${undefined}
`('"$text" is $rate Gb/s', ({ text, rate }) => {
  expect(rateOf(text)).toBe(rate);
});

it.each([
  ['4: ACTIVE', 'ACTIVE'],
  ['5: LinkUp', 'LinkUp'],
  ['ACTIVE_DEFER', 'ACTIVE_DEFER'],
  ['4:', undefined],
  [undefined, undefined],
])('the state %j is %j', (text, name) => {
  expect(stateName(text)).toBe(name);
});

it.each([
  ['../../devices/pci0000:07/0000:07:01.0/0000:0e:00.0/infiniband/mlx5_0', '0000:0e:00.0'],
  ['../../devices/pci10000:00/10000:00:02.0/net/eth0', '10000:00:02.0'],
  ['../../../0000:0e:00.7', '0000:0e:00.7'],
  ['../../devices/virtual/net/lo', undefined],
  ['', undefined],
])('the address in %j is %j', (link, address) => {
  expect(pciAddressIn(link)).toBe(address);
});

it('the driver is the last part of its link', () => {
  expect(['../drivers/efa', '', undefined].map(lastPart)).toEqual(['efa', undefined, undefined]);
});
