import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nvidiaGpu } from '../../../src/snapshot/data/gpu.ts';
import { type SmiLog, smiLog } from '../../../src/snapshot/gpu/smi-log.ts';
import { lost } from './fixtures.ts';
import { ACCELERATORS, PRODUCTS } from './products.ts';
import { addressOf, BRANCHES, DRIVERS, RACK, smiDocument, uuidOf } from './smi-document.ts';

type Read = Extract<SmiLog, { state: 'read' }>;

async function read(text: string): Promise<Read> {
  const log = await smiLog(text);
  if (log.state === 'refused') throw new Error(log.why);
  return log;
}

/** Every text, number and truth in it. */
const leavesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];

const missesOf = ({ misses }: Read): string[] => misses.map(({ path, why }) => `${path.join('.')}: ${why}`);
const H100 = smiDocument({ accelerator: 'h100', branch: 580, count: 2 });

describe.each(ACCELERATORS)('%s', (accelerator) => {
  const product = PRODUCTS[accelerator];

  it.each(BRANCHES)('is read whole from the layout of driver %i', async (branch) => {
    const log = await read(smiDocument({ accelerator, branch, count: 2 }));
    expect(missesOf(log)).toEqual([]);
    expect(log).toMatchObject({ driver: DRIVERS[branch].driver, cuda: DRIVERS[branch].cuda, complete: true });
    expect(log.gpus.map((gpu) => nvidiaGpu.parse(gpu))).toEqual(log.gpus);
    expect(log.gpus.map(({ uuid, pciAddress }) => [uuid, pciAddress])).toEqual([
      [uuidOf(0), addressOf(0)],
      [uuidOf(1), addressOf(1)],
    ]);
    const cluster = product.fabric === 'rack' ? { cluster: RACK, clique: '32766' } : { clique: '0' };
    expect(log.gpus[0]).toEqual({
      uuid: uuidOf(0),
      product: product.name,
      architecture: product.architecture,
      serial: '1650000000000',
      pciAddress: addressOf(0),
      vbios: product.vbios,
      gspFirmware: DRIVERS[branch].driver,
      persistence: 'enabled',
      ...(branch >= 535 ? { addressing: product.addressing } : {}),
      computeMode: 'Default',
      memoryMiB: product.memoryMiB,
      powerLimitWatts: product.powerWatts,
      pcie: { generation: product.pcie, maxGeneration: product.pcie, width: 16, maxWidth: 16 },
      ...(product.mig ? { mig: { current: 'disabled', pending: 'disabled' } } : {}),
      migDevices: {},
      ecc: { current: 'enabled', pending: 'enabled' },
      eccUncorrected: { volatile: 0, aggregate: 0 },
      remappedRows: { correctable: 0, uncorrectable: 0, pending: false, failed: false },
      ...(product.fabric === 'none' || branch < 535
        ? {}
        : { fabric: { state: 'Completed', status: 'Success', ...(branch >= 550 ? cluster : {}) } }),
    });
  });
});

describe('MIG', () => {
  const mig = [
    [1, 0, 40_448],
    [5, 0, 20_096],
    [5, 1, 20_096],
  ] as const;

  it.each(BRANCHES)('has its devices in the layout of driver %i', async (branch) => {
    const log = await read(smiDocument({ accelerator: 'h100', branch, count: 1, mig }));
    expect(missesOf(log)).toEqual([]);
    expect(log.gpus[0]).toMatchObject({
      mig: { current: 'enabled', pending: 'enabled' },
      migDevices: { '1.0': { memoryMiB: 40_448 }, '5.0': { memoryMiB: 20_096 }, '5.1': { memoryMiB: 20_096 } },
      eccUncorrected: { aggregate: 0 },
    });
    expect(log.gpus[0]).not.toHaveProperty('remappedRows');
  });

  it('believes neither of two devices with the same numbers', async () => {
    const log = await read(smiDocument({ accelerator: 'h100', branch: 580, count: 1, mig: [...mig, [1, 0, 9_728]] }));
    expect(Object.keys(log.gpus[0]?.migDevices ?? {})).toEqual(['5.0', '5.1']);
    expect(missesOf(log)).toEqual(['gpus.0.migDevices.1.0: two devices have these numbers']);
  });

  it.each([
    ['<gpu_instance_id>1<', '<gpu_instance_id>N/A<', /number 0: its GPU instance or compute instance is N\/A/],
    ['<gpu_instance_id>1<', '<gpu_instance_id>ERR!<', /number 0: gpu_instance_id says "ERR!"/],
    ['40448 MiB', '40448 MB', /1\.0\.memoryMiB: .* "40448 MB", which is no number of MiB/],
    ['<mig_devices>', '<mig_devices>?', undefined],
  ])('misses what a device does not say: %s → %s', async (from, to, why) => {
    const log = await read(smiDocument({ accelerator: 'h100', branch: 580, count: 1, mig }).replace(from, to));
    if (why === undefined) expect(Object.keys(log.gpus[0]?.migDevices ?? {})).toHaveLength(3);
    else expect(missesOf(log).join('\n')).toMatch(why);
  });
});

describe('a GPU that is in trouble', () => {
  it('that is lost has what the driver knows, and the rest is missing', async () => {
    const log = await read(lost(smiDocument({ accelerator: 'h100', branch: 580, count: 1 })));
    expect(missesOf(log)).toEqual([
      'gpus.0.memoryMiB: fb_memory_usage/total says "GPU is lost"',
      'gpus.0.remappedRows: remapped_rows says "GPU is lost"',
      'gpus.0.fabric: fabric/state says "GPU is lost"',
      'gpus.0.eccUncorrected.volatile: ecc_errors/volatile/dram_uncorrectable says "GPU is lost"',
      'gpus.0.eccUncorrected.aggregate: ecc_errors/aggregate/dram_uncorrectable says "GPU is lost"',
    ]);
    for (const field of ['memoryMiB', 'remappedRows', 'fabric']) expect(log.gpus[0]).not.toHaveProperty(field);
    expect(log.gpus[0]?.eccUncorrected).toEqual({});
  });

  it.each([
    ['<product_name>NVIDIA H100 80GB HBM3<', '<product_name>ERR!<', /GPU "00000000:10:00.0": product_name says "ERR!"/],
    [uuidOf(0), 'Unknown Error', /uuid says "Unknown Error"/],
    [uuidOf(0), 'N/A', /its UUID or its name is N\/A/],
    [uuidOf(0), uuidOf(1), /describes GPU-00000001\S+ more than once/],
  ])('that has no name of its own is none of the GPUs: %s → %s', async (from, to, why) => {
    const log = await read(H100.replace(from, to));
    expect(log.gpus).toHaveLength(1);
    expect(log.complete).toBe(false);
    expect(missesOf(log).join('\n')).toMatch(why);
  });

  it('that nvidia-smi cannot reach is named before the document of the others', async () => {
    const line =
      'Unable to determine the device handle for GPU0000:CB:00.0: GPU is lost.  Reboot the system to recover this GPU';
    const log = await read(`${line}\n${H100}`);
    expect(log.gpus).toHaveLength(2);
    expect(log.complete).toBe(false);
    expect(missesOf(log).join()).toContain('gpus: nvidia-smi also says "Unable to determine the device handle');
  });

  it('that is attached and not described is missing', async () => {
    const log = await read(H100.replace('<attached_gpus>2<', '<attached_gpus>8<'));
    expect(missesOf(log)).toEqual(['gpus: nvidia-smi says that 8 GPUs are attached, and describes 2']);
    expect(log.complete).toBe(false);
  });
});

describe('fields', () => {
  it.each([
    ['another unit', '81559 MiB', '80 GB', 'memoryMiB: fb_memory_usage/total says "80 GB", which is no number of MiB'],
    ['no unit', '81559 MiB', '81559', 'memoryMiB: fb_memory_usage/total says "81559", which is no number of MiB'],
    [
      'a power in mW',
      '700.00 W',
      '700000 mW',
      'powerLimitWatts: gpu_power_readings/current_power_limit says "700000 mW", which is no number of W',
    ],
    [
      'a width without x',
      '<current_link_width>16x',
      '<current_link_width>16',
      'pcie.width: pci/pci_gpu_link_info/link_widths/current_link_width says "16", which is no width such as 16x',
    ],
    ['half a mode', '<pending_ecc>Enabled', '<pending_ecc>N/A', 'ecc: ecc_mode says one of current and pending only'],
    [
      'an unknown mode',
      '<current_mig>Disabled',
      '<current_mig>Maybe',
      'mig: mig_mode/current_mig says "Maybe", which is no Enabled or Disabled',
    ],
    [
      'a missing permission',
      '<serial>1650000000000',
      '<serial>Insufficient Permissions',
      'serial: serial says "Insufficient Permissions"',
    ],
    ['nothing', '<serial>1650000000000', '<serial>', 'serial: serial says "", which is no serial number'],
    [
      'an element that is gone',
      'persistence_mode',
      'persistence',
      'persistence: nvidia-smi prints no persistence_mode',
    ],
    [
      'an element that is there twice',
      '<compute_mode>',
      '<compute_mode>Default</compute_mode><compute_mode>',
      'computeMode: nvidia-smi prints compute_mode more than once',
    ],
    [
      'elements for a text',
      '<compute_mode>Default',
      '<compute_mode><now>Default</now>',
      'computeMode: compute_mode has elements in it, where nvidia-smi prints a text',
    ],
    [
      'half a sum',
      '<sram_uncorrectable_parity>0',
      '<sram_uncorrectable_parity>N/A',
      'eccUncorrected.volatile: ecc_errors/volatile/sram_uncorrectable_parity is N/A, so there is no sum',
    ],
    [
      'counts of another layout',
      'sram_uncorrectable_secded',
      'sram_uncorrectable_other',
      /^gpus.0.eccUncorrected.volatile: ecc_errors\/volatile has none of the layouts/,
    ],
    ['a part of the rows', '<remapped_row_unc>0', '<remapped_row_unc>N/A', 'remappedRows: a part of it cannot be had'],
  ])('%s is missing, never a guess', async (_, from, to, why) => {
    const text = smiDocument({ accelerator: 'h100', branch: 580, count: 1 });
    const misses = missesOf(await read(text.replaceAll(from, to)));
    expect(misses[0]).toEqual(typeof why === 'string' ? `gpus.0.${why}` : expect.stringMatching(why));
  });

  it('errors are added up over SRAM and DRAM', async () => {
    const counts = { sram_uncorrectable_parity: 1, sram_uncorrectable_secded: 20, dram_uncorrectable: 300 };
    const text = Object.entries(counts).reduce(
      (all, [name, count]) => all.replace(`<${name}>0<`, `<${name}>${count}<`),
      smiDocument({ accelerator: 'h100', branch: 580, count: 1 }),
    );
    expect((await read(text)).gpus[0]?.eccUncorrected).toEqual({ volatile: 321, aggregate: 0 });
  });

  it('a fabric whose registration failed has its error for a status', async () => {
    const text = smiDocument({ accelerator: 'h100', branch: 580, count: 1 });
    const log = await read(text.replace('<status>Success<', '<status>Unknown Error<'));
    expect(log.gpus[0]?.fabric).toEqual({ state: 'Completed', status: 'Unknown Error', clique: '0' });
  });

  it('other capitals and underscores of the clique are the same element', async () => {
    const text = smiDocument({ accelerator: 'gb300', branch: 580, count: 1 });
    const log = await read(text.replaceAll('cliqueId', 'clique_id').replaceAll('clusterUuid', 'clusterUUID'));
    expect(log.gpus[0]?.fabric).toMatchObject({ clique: '32766', cluster: RACK });
  });

  it('what is not there is not missing', async () => {
    const text = smiDocument({ accelerator: 'h100', branch: 580, count: 1 });
    const bare = text
      .replace('1650000000000', 'N/A')
      .replace('>HMM<', '>[N/A]<')
      .replace('>Default<', '>Not Supported<');
    const log = await read(bare);
    expect(missesOf(log)).toEqual([]);
    for (const field of ['serial', 'addressing', 'computeMode']) expect(log.gpus[0]).not.toHaveProperty(field);
  });
});

it('a driver without GPUs has none', async () => {
  const log = await read(smiDocument({ accelerator: 'h100', branch: 580, count: 0 }));
  expect(log).toMatchObject({ gpus: [], complete: true, misses: [], driver: '580.105.08' });
});

it('law: whatever a field says, the value is what the document holds, or it is missing, or it is N/A', async () => {
  const text = smiDocument({ accelerator: 'h100', branch: 580, count: 1 });
  const noise = fc.string({ unit: fc.constantFrom(...'0123456789 .,-+xeMiBGWN/A'), maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(noise, async (said) => {
      const log = await read(text.replace('>81559 MiB<', `>${said}<`).replace('>700.00 W<', `>${said}<`));
      const [gpu] = log.gpus;
      const paths = log.misses.map(({ path }) => path.join('.'));
      const none = said.trim() === 'N/A';
      for (const [field, unit] of [
        ['memoryMiB', 'MiB'],
        ['powerLimitWatts', 'W'],
      ] as const) {
        const value = gpu?.[field];
        if (value === undefined) expect(none || paths.includes(`gpus.0.${field}`)).toBe(true);
        else expect([`${value} ${unit}`, Number.parseFloat(said)]).toEqual([expect.stringMatching(/^[\d.]+ /), value]);
        if (value !== undefined) expect(said.trim().replace(/^[\d.]+/, '')).toBe(` ${unit}`);
      }
    }),
    { numRuns: 100 },
  );
});

it('law: a changed character makes a refusal, a miss, or what the changed document says; never a crash', async () => {
  const text = smiDocument({ accelerator: 'a100', branch: 595, count: 1, mig: [[3, 0, 19_968]] });
  const change = fc.tuple(
    fc.nat(text.length - 1),
    fc.constantFrom('', '<', '>', '&', '/', '0', '9', 'x', ' ', '\u0000', '\n', '"'),
  );
  await fc.assert(
    fc.asyncProperty(change, async ([at, by]) => {
      const changed = text.slice(0, at) + by + text.slice(at + 1);
      const log = await smiLog(changed);
      if (log.state === 'refused') return;
      for (const value of leavesOf(log.gpus)) {
        if (typeof value === 'string') expect(changed.toLowerCase()).toContain(value.toLowerCase());
        if (typeof value === 'number') expect(changed).toMatch(new RegExp(`(?<!\\d)${value}(?!\\d)`));
      }
      for (const gpu of log.gpus) nvidiaGpu.parse(gpu);
    }),
    { numRuns: 120 },
  );
});
