import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainMap } from '../../../src/plain.ts';
import { amdGpu } from '../../../src/snapshot/data/gpu.ts';
import { amdGpus } from '../../../src/snapshot/gpu/amd-gpu.ts';
import { amdRows } from '../../../src/snapshot/gpu/amd-json.ts';

const fixture = (name: string): string => readFileSync(`test/snapshot/gpu/fixtures/${name}.json`, 'utf8');

function rows(text: string): readonly PlainMap[] {
  const read = amdRows(text);
  if (read.state === 'refused') throw new Error(read.why);
  return read.rows;
}

const LIST = fixture('amd-list-rocm-6.2');
const STATIC = fixture('amd-static-rocm-6.2');
const LATER = fixture('amd-static-rocm-7.2');
const read = (list: string, statics: string) => amdGpus(rows(list), rows(statics));

it('a list of ROCm 6.2, with vbios and socket_power', () => {
  const { gpus, misses } = read(LIST, STATIC);
  expect(misses).toEqual([]);
  expect(gpus.map((gpu) => amdGpu.parse(gpu))).toHaveLength(2);
  expect(gpus[1]).toEqual({
    uuid: '01ff74a1-0000-1000-8001-c5cd3767811a',
    product: 'AMD Instinct MI300X',
    architecture: 'gfx942',
    serial: '0x6F1F0A2B3C4D5E01',
    pciAddress: '0000:25:00.0',
    vbios: '022.040.003.041.000001',
    memoryMiB: 196_592,
    powerLimitWatts: 750,
    computePartition: 'SPX',
    memoryPartition: 'NPS1',
    numaNode: 1,
    ecc: 'enabled',
  });
});

it('an object of ROCm 7.2, with ifwi, ppt0 and accelerator_partition', () => {
  const { gpus, misses } = read(fixture('amd-list-rocm-7.2'), LATER);
  expect(misses).toEqual([]);
  expect(gpus[0]).toEqual({
    uuid: '00ff74a1-0000-1000-8000-c5cd3767811a',
    product: 'AMD Instinct MI355X',
    architecture: 'gfx950',
    serial: '0x7A2F0A2B3C4D5E00',
    pciAddress: '0000:05:00.0',
    vbios: '00111111',
    memoryMiB: 294_896,
    powerLimitWatts: 1400,
    computePartition: 'SPX',
    memoryPartition: 'NPS1',
    numaNode: 0,
    ecc: 'enabled',
  });
});

it('partitions of one GPU are one GPU: the others say N/A of what the first says', () => {
  const list = JSON.stringify(rows(LIST).map((row, i) => ({ ...row, partition_id: i })));
  const { gpus, misses } = read(list, STATIC.replaceAll('SPX', 'CPX'));
  expect(gpus.map(({ computePartition }) => computePartition)).toEqual(['CPX']);
  expect(misses).toEqual([]);
});

it('no GPU is none', () => {
  expect(read('[]', '{"gpu_data": []}')).toEqual({ gpus: [], misses: [] });
});

describe('missing, never a guess', () => {
  it.each([
    [
      'another unit',
      /"value": 196592,\s*"unit": "MB"/,
      '"value": 192, "unit": "GB"',
      '0.memoryMiB: vram.size is {"value":192,"unit":"GB"}',
    ],
    ['no unit', /"socket_power": \{[^}]*\}/, '"socket_power": 750', '0.powerLimitWatts: limit.socket_power is 750'],
    ['a memory that is no whole number', '"value": 196592', '"value": 196592.5', '0.memoryMiB: vram.size is 196592.5'],
    [
      'a number for a name',
      '"target_graphics_version": "gfx942"',
      '"target_graphics_version": 942',
      '0.architecture: asic.target_graphics_version is 942',
    ],
    ['another word', '"UMC": "ENABLED"', '"UMC": "AMDSMI_STATUS"', '0.ecc: ras.ecc_block_state.UMC is "AMDSMI_STATUS"'],
    ['a node of NUMA that is no number', '"node": 0', '"node": "zero"', '0.numaNode: numa.node is "zero"'],
    [
      'a GPU without a name',
      /"market_name": "[^"]*"|"product_name": "[^"]*"/g,
      '"market_name": "N/A", "product_name": "N/A"',
      ': a GPU has no UUID or no name',
    ],
    ['a GPU that is told twice', '"gpu": 1', '"gpu": 0', ': amd-smi static tells of GPU 0 more than once'],
    ['a GPU that is not told', '"gpu": 1', '"gpu": 7', ': amd-smi static tells of GPU 1 nothing'],
  ])('%s', (_, from, to, why) => {
    const { misses } = read(LIST, STATIC.replace(from, to));
    expect(misses.map((miss) => `${miss.path.join('.')}: ${miss.why}`)).toContain(why);
  });

  it.each([
    ['a UUID that is none', '"uuid": "00ff74a1', '"uuid": "AMDSMI_STATUS_NOT_SUPPORTED', /uuid is/],
    ['a number twice', '"gpu": 1', '"gpu": 0', /has a GPU without a number of its own/],
    ['no number', '"gpu": 1', '"gpu": "one"', /has a GPU without a number of its own/],
  ])('in the list, %s', (_, from, to, why) => {
    const { gpus, misses } = read(LIST.replace(from, to), STATIC);
    expect(gpus.length).toBeLessThan(2);
    expect(misses.map((miss) => miss.why).join('\n')).toMatch(why);
  });
});

describe('amd-smi --json', () => {
  it('may warn before it', () => {
    expect(amdRows(`WARNING: User is missing the following required groups: render, video.\n\n${LIST}`).state).toBe(
      'read',
    );
  });

  it.each([
    ['', 'it prints no JSON'],
    ['amdgpu not found in modules\n', 'it prints no JSON'],
    [`Traceback (most recent call last):\n${LIST}`, 'it says "Traceback (most recent call last):"'],
    ['[1]', /neither a list of objects/],
    ['{"gpu_data": {"gpu": 0}}', /neither a list of objects/],
    ['{"__proto__": {"gpu_data": []}}', /neither a list of objects/],
    [LIST.slice(0, -20), /its JSON cannot be read/],
    [`${LIST}${LIST}`, /its JSON cannot be read/],
  ])('%j is refused', (text, why) => {
    expect(amdRows(text)).toEqual({
      state: 'refused',
      why: typeof why === 'string' ? why : expect.stringMatching(why),
    });
  });

  it('law: a document that is cut is refused', () => {
    fc.assert(
      fc.property(fc.nat(LATER.trimEnd().length - 1), (at) => {
        expect(amdRows(LATER.slice(0, at)).state).toBe('refused');
      }),
    );
  });

  it('law: whatever stands in a place, it is what the document says, or missing, or N/A; never a crash', () => {
    const parsed = rows(STATIC)[0] ?? {};
    const ways = Object.entries(parsed).flatMap(([a, part]) =>
      typeof part === 'object' && part !== null ? Object.keys(part).map((b) => [a, b] as const) : [],
    );
    fc.assert(
      fc.property(fc.constantFrom(...ways), fc.jsonValue({ maxDepth: 2 }), ([a, b], value) => {
        const changed = { ...parsed, [a]: { ...(parsed[a] as PlainMap), [b]: value } };
        const { gpus } = amdGpus(rows(LIST).slice(0, 1), [changed]);
        const said = JSON.stringify(changed).toLowerCase() + LIST;
        for (const gpu of gpus) {
          amdGpu.parse(gpu);
          for (const field of Object.values(gpu))
            expect(said).toContain(JSON.stringify(field).replace(/^"|"$/g, '').toLowerCase());
        }
      }),
      { numRuns: 200 },
    );
  });
});
