import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { smiGpu } from '../../../src/snapshot/gpu/smi-gpu.ts';
import { readSmiXml } from '../../../src/snapshot/gpu/smi-xml.ts';
import { FILES } from './fixtures.ts';

const fixture = (name: string): string => readFileSync(`test/snapshot/gpu/fixtures/${name}`, 'utf8');

it.each(Object.keys(FILES))('%s is what the tests make of its accelerator', (name) => {
  expect(fixture(name)).toBe(FILES[name]);
});

async function firstGpu(name: string, branch: number) {
  const xml = await readSmiXml(fixture(name));
  const element = xml.state === 'read' ? xml.root.children.find((child) => child.name === 'gpu') : undefined;
  if (element === undefined) throw new Error(`${name} has no GPU`);
  return smiGpu(element, branch);
}

it('an A100 of 535 in two halves', async () => {
  expect(await firstGpu('nvidia-smi-535-a100-mig.xml', 535)).toEqual({
    state: 'read',
    misses: [],
    gpu: {
      uuid: 'GPU-00000000-0000-0000-0000-000000000000',
      product: 'NVIDIA A100-SXM4-40GB',
      architecture: 'Ampere',
      serial: '1650000000000',
      pciAddress: '00000000:10:00.0',
      vbios: '92.00.45.00.03',
      gspFirmware: '535.54.03',
      persistence: 'enabled',
      addressing: 'HMM',
      computeMode: 'Default',
      memoryMiB: 40_960,
      powerLimitWatts: 400,
      pcie: { generation: 4, maxGeneration: 4, width: 16, maxWidth: 16 },
      mig: { current: 'enabled', pending: 'enabled' },
      migDevices: { '1.0': { memoryMiB: 19_968 }, '2.0': { memoryMiB: 19_968 } },
      ecc: { current: 'enabled', pending: 'enabled' },
      eccUncorrected: { aggregate: 0 },
    },
  });
});

it('a GB300 of 580 in its rack', async () => {
  expect(await firstGpu('nvidia-smi-580-gb300.xml', 580)).toMatchObject({
    misses: [],
    gpu: {
      product: 'NVIDIA GB300',
      architecture: 'Blackwell',
      addressing: 'ATS',
      memoryMiB: 284_208,
      powerLimitWatts: 1400,
      pcie: { generation: 6, maxGeneration: 6 },
      mig: { current: 'disabled', pending: 'disabled' },
      eccUncorrected: { volatile: 0, aggregate: 0 },
      remappedRows: { correctable: 0, uncorrectable: 0, pending: false, failed: false },
      fabric: {
        state: 'Completed',
        status: 'Success',
        clique: '32766',
        cluster: '0000002a-0000-0000-0000-00000000002a',
      },
    },
  });
});

it('an L40S of 595, which has no MIG and no fabric', async () => {
  const one = await firstGpu('nvidia-smi-595-l40s.xml', 595);
  expect(one).toMatchObject({ misses: [], gpu: { product: 'NVIDIA L40S', memoryMiB: 46_068, powerLimitWatts: 350 } });
  expect(one).not.toHaveProperty('gpu.mig');
  expect(one).not.toHaveProperty('gpu.fabric');
});

it('an H100 that is lost keeps what the driver knows of it', async () => {
  const one = await firstGpu('nvidia-smi-580-h100-lost.xml', 580);
  expect(one).toMatchObject({ gpu: { product: 'NVIDIA H100 80GB HBM3', powerLimitWatts: 700, eccUncorrected: {} } });
  expect(one).not.toHaveProperty('gpu.memoryMiB');
  expect(one.state === 'read' ? one.misses.map(({ path }) => path.join('.')) : []).toEqual([
    'memoryMiB',
    'remappedRows',
    'fabric',
    'eccUncorrected.volatile',
    'eccUncorrected.aggregate',
  ]);
});
