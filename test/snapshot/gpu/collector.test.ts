import { describe, expect, it } from 'vitest';
import { gpuCollector } from '../../../src/snapshot/gpu/collector.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';
import { collected, onBus, PCI } from './collected.ts';
import { nvlinkText, topologyText } from './link-texts.ts';
import { ACCELERATORS, type Accelerator, PRODUCTS } from './products.ts';
import { smiDocument, uuidOf } from './smi-document.ts';

const PROC = '/proc/driver/nvidia';

const DRIVER = {
  [`${PROC}/version`]:
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.105.08  Release Build  (build@host)\n',
  [`${PROC}/params`]: 'EnableMSI: 1\nCoherentGPUMemoryMode: "driver"\n',
  '/sys/module/nvidia_uvm/parameters/uvm_perf_prefetch_enable': '1\n',
};

/** A host that is as it should be; `parts` are put over it. */
function host(accelerator: Accelerator, { files, programs, ...rest }: MachineTable = {}): MachineTable {
  const { count } = PRODUCTS[accelerator];
  const bus = onBus(count);
  return {
    files: { ...bus.files, ...DRIVER, ...files },
    links: bus.links ?? {},
    programs: {
      'nvidia-smi -q -x': smiDocument({ accelerator, branch: 580 }),
      'nvidia-smi topo -m': topologyText({ accelerator, nics: 2 }),
      'nvidia-smi nvlink -s': nvlinkText({ accelerator }),
      ...programs,
    },
    ...rest,
  };
}

const failing = (status: number, stdout: string) => ({ status, stdout: `${stdout}\n` });
const NO_DRIVER = failing(
  9,
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that it is running.",
);
const everyProgram = (answer: ReturnType<typeof failing> & { stderr?: string }): MachineTable['programs'] => ({
  'nvidia-smi -q -x': answer,
  'nvidia-smi topo -m': answer,
  'nvidia-smi nvlink -s': answer,
});

describe.each(ACCELERATORS)('a host of %s', (accelerator) => {
  it('has everything, and misses nothing', async () => {
    const { data, missing } = await collected(host(accelerator));
    const { count, links, speedGBps } = PRODUCTS[accelerator];
    expect(missing).toEqual({});
    expect(data).not.toHaveProperty('amd');
    expect(data.nvidia).toMatchObject({
      driver: '580.105.08',
      cuda: '13.0',
      kernelModules: 'open',
      pciDevices: count,
      nics: { NIC0: 'mlx5_0', NIC1: 'mlx5_1' },
      affinity: { GPU0: { cpus: '0-55,112-167', numaNode: '0' } },
      parameters: { EnableMSI: '1', CoherentGPUMemoryMode: 'driver' },
      uvmParameters: { uvm_perf_prefetch_enable: '1' },
    });
    expect(data.nvidia?.gpus).toHaveLength(count);
    const nvlink = links === 0 ? undefined : { up: links, total: links, speedGBps };
    expect(data.nvidia?.gpus.map((gpu) => gpu.nvlink)).toEqual(Array(count).fill(nvlink));
  });
});

describe('a machine without an NVIDIA GPU', () => {
  it.each<[string, MachineTable]>([
    ['has nothing at all', {}],
    [
      'has other devices',
      { files: { [`${PCI}/0000:00:02.0/vendor`]: '0x8086\n', [`${PCI}/0000:00:02.0/class`]: '0x030000\n' } },
    ],
    ['has the tools of a driver', { programs: everyProgram(NO_DRIVER) }],
    ['has the graphics of an AMD processor', onBus(1, { vendor: '0x1002', kind: '0x030000', driver: '' })],
  ])('%s: no data, and nothing missing', async (_, parts) => {
    expect(await collected(parts)).toEqual({ data: {}, missing: {}, context: {} });
  });

  it('has a driver that found none: the driver is there, and nothing is missing', async () => {
    const { data, missing } = await collected({
      files: DRIVER,
      programs: everyProgram(failing(6, 'No devices were found')),
    });
    expect(missing).toEqual({});
    expect(data.nvidia).toMatchObject({ driver: '580.105.08', gpus: [], topology: {} });
  });

  it('has a tool that does not answer: nobody knows', async () => {
    const silent = { state: 'refused', why: 'it took longer than 45 s', transient: true } as const;
    const { data, missing } = await collected({ programs: { 'nvidia-smi -q -x': silent } });
    expect(data).toEqual({});
    expect(missing).toEqual({ nvidia: 'nvidia-smi -q -x: it took longer than 45 s' });
  });
});

describe('GPUs that cannot be asked', () => {
  it('have no program', async () => {
    const { data, missing } = await collected(onBus(2, { driver: '' }));
    expect(data.nvidia).toEqual({
      gpus: [],
      pciDevices: 2,
      topology: {},
      affinity: {},
      nics: {},
      parameters: {},
      uvmParameters: {},
    });
    const none = 'there is no program nvidia-smi';
    expect(missing).toEqual({
      'nvidia.driver': 'no NVIDIA driver is loaded',
      'nvidia.gpus': `2 NVIDIA GPUs are on the PCI bus: ${none}`,
      'nvidia.topology': none,
      'nvidia.affinity': none,
      'nvidia.nics': none,
    });
  });

  it.each([
    [
      'a driver that is not loaded',
      NO_DRIVER,
      /2 NVIDIA GPUs .* status 9 and says "NVIDIA-SMI has failed because it couldn't communicate/,
    ],
    [
      'another version of the driver',
      failing(18, 'Failed to initialize NVML: Driver/library version mismatch'),
      /status 18 .*mismatch/,
    ],
    ['a driver that finds none', failing(6, 'No devices were found'), /2 NVIDIA GPUs .* says "No devices were found"/],
    [
      'a lost GPU that ends it',
      failing(15, 'Unable to determine the device handle for GPU 0000:18:00.0: GPU is lost.'),
      /GPU is lost/,
    ],
    [
      'no permission, said on standard error',
      { status: 4, stdout: '', stderr: 'Insufficient Permissions\n' },
      /status 4 and says "Insufficient Perm/,
    ],
    [
      'a document that is cut',
      { status: 0, stdout: smiDocument({ accelerator: 'h100', branch: 580 }).slice(0, 5000) },
      /cut short/,
    ],
  ])('say %s', async (_, answer, why) => {
    const { data, missing } = await collected({ ...onBus(2), programs: everyProgram(answer) });
    expect(data.nvidia?.gpus).toEqual([]);
    expect(missing['nvidia.gpus']).toMatch(why);
    expect(Object.keys(missing)).toEqual(expect.arrayContaining(['nvidia.topology', 'nvidia.affinity', 'nvidia.nics']));
  });
});

describe('GPUs of which some cannot be asked', () => {
  it('are described by the document of the others, with the failure beside it', async () => {
    const line = 'Unable to determine the device handle for GPU0000:17:00.0: Unknown Error';
    const stdout = `${line}\n${smiDocument({ accelerator: 'h100', branch: 580, count: 7 })}`;
    const { data, missing } = await collected(
      host('h100', { programs: { 'nvidia-smi -q -x': { status: 15, stdout } } }),
    );
    expect(data.nvidia?.gpus).toHaveLength(7);
    expect(missing['nvidia.gpus']).toBe(
      [
        `nvidia-smi -q -x ended with status 15 and says ${JSON.stringify(line)}`,
        `nvidia-smi also says ${JSON.stringify(line)}`,
        'the driver has 0000:17:00.0, and nvidia-smi does not tell of it',
      ].join('; '),
    );
  });

  it.each(['stdout', 'stderr'] as const)(
    'are whole but for what a corrupt infoROM keeps, which %s names',
    async (stream) => {
      const line = 'WARNING: infoROM is corrupted at gpu 0000:13:00.0\n';
      const text = smiDocument({ accelerator: 'h100', branch: 580 });
      const answer = {
        status: 14,
        stderr: stream === 'stderr' ? line : '',
        stdout: stream === 'stdout' ? text + line : text,
      };
      const { data, missing } = await collected(host('h100', { programs: { 'nvidia-smi -q -x': answer } }));
      expect(missing).toEqual({
        'nvidia.gpus[3].eccUncorrected.aggregate': `nvidia-smi says ${JSON.stringify(line.trim())}`,
      });
      expect(data.nvidia?.gpus.map((gpu) => gpu.eccUncorrected.aggregate)).toEqual([0, 0, 0, undefined, 0, 0, 0, 0]);
    },
  );

  it('belong to another machine where another driver has them', async () => {
    const one = onBus(1, { driver: 'vfio-pci' });
    const programs = { 'nvidia-smi -q -x': smiDocument({ accelerator: 'h100', branch: 580, count: 0 }) };
    const { data, missing } = await collected({
      ...one,
      files: { ...one.files, ...DRIVER },
      programs: { ...programs },
    });
    expect(data.nvidia).toMatchObject({ pciDevices: 1, gpus: [] });
    expect(missing['nvidia.gpus']).toBeUndefined();
  });

  it('miss what nvidia-smi does not say of their links, one by one', async () => {
    const text = nvlinkText({ accelerator: 'h100', gpus: 7 });
    const { data, missing } = await collected(host('h100', { programs: { 'nvidia-smi nvlink -s': text } }));
    expect(data.nvidia?.gpus[6]).toHaveProperty('nvlink');
    expect(data.nvidia?.gpus[7]).not.toHaveProperty('nvlink');
    expect(missing).toEqual({ 'nvidia.gpus[7].nvlink': `nvidia-smi nvlink -s does not name ${uuidOf(7)}` });
  });
});

describe('the kernel', () => {
  it('and nvidia-smi must name one driver', async () => {
    const files = { [`${PROC}/version`]: DRIVER[`${PROC}/version`].replace('580.105.08', '580.95.05') };
    const { data, missing } = await collected(host('l4', { files }));
    expect(data.nvidia).not.toHaveProperty('driver');
    expect(missing).toEqual({
      'nvidia.driver': `nvidia-smi -q -x says 580.105.08, ${PROC}/version says 580.95.05`,
    });
  });

  it('may refuse', async () => {
    const { data, missing } = await collected(
      host('l4', {
        files: {
          [`${PROC}/version`]: { refused: 'permission denied' },
          [`${PROC}/params`]: { refused: 'permission denied' },
          '/sys/module/nvidia_uvm/parameters/uvm_debug': { refused: 'permission denied' },
          [`${PCI}/0000:99:00.0/vendor`]: { refused: 'input/output error' },
        },
      }),
    );
    expect(data.nvidia?.driver).toBe('580.105.08');
    expect(data.nvidia).not.toHaveProperty('pciDevices');
    expect(Object.keys(missing)).toEqual([
      'nvidia.kernelModules',
      'nvidia.parameters',
      'nvidia.pciDevices',
      'nvidia.uvmParameters.uvm_debug',
    ]);
  });

  it('has IMEX channels, and processors that nvidia-smi leaves out', async () => {
    const channels = ['channel0', 'channel1', 'other'].map((name) => [`/dev/nvidia-caps-imex-channels/${name}`, '']);
    const files = { ...Object.fromEntries(channels), [`${PCI}/0000:10:00.0/local_cpulist`]: '0-71,144-215,288\n' };
    const topology = topologyText({ accelerator: 'gb200' }).replaceAll('0-55,112-167', '0-71,144-215');
    const { data } = await collected(host('gb200', { files, programs: { 'nvidia-smi topo -m': topology } }));
    expect(data.nvidia?.imexChannels).toBe(2);
    expect(data.nvidia?.affinity.GPU0?.cpus).toBe('0-71,144-215,288');
    expect(data.nvidia?.affinity.GPU1?.cpus).toBe('0-71,144-215');
  });
});

it('says where everything was read, and the unit where no name does', async () => {
  const { context } = await collected(host('h100'));
  expect(context).toMatchObject({
    'nvidia.cuda': { source: 'nvidia-smi -q -x' },
    'nvidia.driver': { source: 'nvidia-smi -q -x' },
    'nvidia.gpus': { source: 'nvidia-smi -q -x' },
    'nvidia.gpus[7].nvlink': { source: 'nvidia-smi nvlink -s', unit: 'GB/s' },
    'nvidia.kernelModules': { source: `${PROC}/version` },
    'nvidia.parameters': { source: `${PROC}/params` },
    'nvidia.pciDevices': { source: PCI },
    'nvidia.topology': { source: 'nvidia-smi topo -m' },
    'nvidia.uvmParameters': { source: '/sys/module/nvidia_uvm/parameters' },
  });
});

it('is the same twice, and asks every program once', async () => {
  expect(await collected(host('b200'))).toEqual(await collected(host('b200')));
  const machine = aMachine(host('b200'));
  const surroundings = {
    ask: () => Promise.reject(),
    cluster: () => Promise.reject(),
    before: {},
    given: {},
    progress: () => {},
  };
  await gpuCollector.collect({ ...surroundings, machine, signal: new AbortController().signal });
  expect(machine.ran.toSorted()).toEqual(['nvidia-smi -q -x', 'nvidia-smi nvlink -s', 'nvidia-smi topo -m']);
});
