import { expect, it } from 'vitest';
import { pciGpus, sysfsAddress } from '../../../src/snapshot/gpu/pci-devices.ts';
import { aMachine } from '../a-machine.ts';

const device = (address: string, vendor: string, kind: string) => ({
  [`/sys/bus/pci/devices/${address}/vendor`]: `${vendor}\n`,
  [`/sys/bus/pci/devices/${address}/class`]: `${kind}\n`,
});

it('knows GPUs by vendor and class, and who has them', async () => {
  const machine = aMachine({
    files: {
      ...device('0000:00:1f.0', '0x8086', '0x060100'),
      ...device('0000:18:00.0', '0x10de', '0x030200'),
      ...device('0000:19:00.0', '0x10de', '0x030000'),
      ...device('0000:19:00.1', '0x10de', '0x040300'), // audio of a card
      ...device('0000:9e:00.0', '0x10de', '0x068000'), // NVSwitch
      ...device('0000:a1:00.0', '0x1002', '0x120000'),
      ...device('0000:c1:00.0', '0x1002', '0x030000'), // graphics of a processor
      ...device('0008:06:00.0', '0x10de', '0x030200'),
    },
    links: { '/sys/bus/pci/devices/0000:18:00.0/driver': '../../../../bus/pci/drivers/nvidia' },
  });
  expect(await pciGpus(machine)).toEqual({
    gpus: [
      { vendor: 'nvidia', address: '0000:18:00.0', driver: 'nvidia' },
      { vendor: 'nvidia', address: '0000:19:00.0' },
      { vendor: 'amd', address: '0000:a1:00.0' },
      { vendor: 'nvidia', address: '0008:06:00.0' },
    ],
    visible: true,
    unread: [],
  });
});

it('reads more devices than it asks for at once', async () => {
  const addresses = Array.from({ length: 200 }, (_, i) => `0000:${i.toString(16).padStart(2, '0')}:00.0`);
  const files = Object.assign({}, ...addresses.map((address) => device(address, '0x10de', '0x030200')));
  expect((await pciGpus(aMachine({ files }))).gpus.map(({ address }) => address)).toEqual(addresses);
});

it('says which device it could not read, and that it saw none', async () => {
  const files = { '/sys/bus/pci/devices/0000:18:00.0/vendor': { refused: 'permission denied' } };
  expect(await pciGpus(aMachine({ files }))).toEqual({ gpus: [], visible: true, unread: ['0000:18:00.0'] });
  expect(await pciGpus(aMachine())).toEqual({ gpus: [], visible: false, unread: [] });
});

it.each([
  ['00000000:18:00.0', '0000:18:00.0'],
  ['00000000:9E:00.0', '0000:9e:00.0'],
  ['00000018:06:00.0', '0018:06:00.0'],
  ['0001ABCD:06:00.0', '1abcd:06:00.0'],
  ['0000:0B:00.0', '0000:0b:00.0'],
])('%s is %s in /sys', (shown, address) => {
  expect(sysfsAddress(shown)).toBe(address);
});
