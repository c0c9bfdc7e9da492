import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driverParameters, kernelDriver } from '../../../src/snapshot/gpu/kernel-driver.ts';

const OPEN =
  'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build  (dvs-builder@host)  Tue Sep 23 09:55:41 UTC 2025\nGCC version:  gcc version 13.3.0\n';

describe('/proc/driver/nvidia/version', () => {
  it.each([
    [OPEN, { driver: '580.95.05', kernelModules: 'open' }],
    [OPEN.replace('x86_64', 'aarch64').replace('580.95.05', '580.142'), { driver: '580.142', kernelModules: 'open' }],
    [
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.127.05  Tue Oct  8 16:30:26 UTC 2024\n',
      { driver: '550.127.05', kernelModules: 'proprietary' },
    ],
    [
      'NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  TempVersion  Release Build  (bugfix_main)\n',
      undefined,
    ],
    ['NVRM version: NVIDIA UNIX x86_64 Kernel Module', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(kernelDriver(text)).toEqual(expected);
  });

  it('law: a text that is cut says the same version or none', () => {
    fc.assert(
      fc.property(fc.nat(OPEN.length), (at) => {
        expect([undefined, '580.95.05']).toContain(kernelDriver(OPEN.slice(0, at))?.driver);
      }),
    );
  });
});

const PARAMS =
  'EnableMSI: 1\nEnableGpuFirmware: 18\nMemoryPoolSize: 4294967295\nCoherentGPUMemoryMode: "driver"\nRegistryDwords: "a=1;b: \\"2\\""\nRmMsg: ""\n';

describe('/proc/driver/nvidia/params', () => {
  it('has numbers as they are, and texts without their quotes', () => {
    expect(driverParameters(PARAMS)).toEqual({
      parameters: {
        EnableMSI: '1',
        EnableGpuFirmware: '18',
        MemoryPoolSize: '4294967295',
        CoherentGPUMemoryMode: 'driver',
        RegistryDwords: 'a=1;b: \\"2\\"',
        RmMsg: '',
      },
      misses: [],
    });
  });

  it('misses a line of another form, and keeps the others', () => {
    const { parameters, misses } = driverParameters('EnableMSI: yes\n__proto__: 1\nDmaRemapPeerMmio: 1\n');
    expect(parameters).toEqual({ DmaRemapPeerMmio: '1' });
    expect(misses).toEqual([
      { path: ['EnableMSI'], why: '/proc/driver/nvidia/params has a line of another form: "EnableMSI: yes"' },
      { path: [], why: '/proc/driver/nvidia/params has a line of another form: "__proto__: 1"' },
    ]);
  });

  it('law: a text that is cut has no value that the whole has not', () => {
    const whole = driverParameters(PARAMS).parameters;
    fc.assert(
      fc.property(fc.nat(PARAMS.length), (at) => {
        expect(whole).toMatchObject(driverParameters(PARAMS.slice(0, at)).parameters);
      }),
    );
  });
});
