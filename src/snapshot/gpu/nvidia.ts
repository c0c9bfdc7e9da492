import type { Machine } from '../../contract/machine.ts';
import type { GpuData, NvidiaGpu } from '../data/gpu.ts';
import { wholeAffinity } from './affinity.ts';
import { type Answer, answerOf } from './answer.ts';
import type { Notes } from './notes.ts';
import { type NvidiaModule, nvidiaModule } from './nvidia-module.ts';
import { type NvlinkOf, nvlinkStatus } from './nvlink-status.ts';
import { type PciGpus, sysfsAddress } from './pci-devices.ts';
import { QUERY, type SmiAnswer, smiAnswer } from './smi-answer.ts';
import { topologyMatrix } from './topology-matrix.ts';

type Nvidia = NonNullable<GpuData['nvidia']>;

const TOPOLOGY = 'nvidia-smi topo -m';
const NVLINK = 'nvidia-smi nvlink -s';
const SYSFS = '/sys/bus/pci/devices';
/** Without persistence mode every GPU is started for the question: some seconds each. Unit: milliseconds. */
const TIMEOUT_MS = 45_000;

/** Everything of NVIDIA; undefined where there is neither a device nor a driver, and then nothing is missed. */
export async function nvidiaOf(machine: Machine, bus: Promise<PciGpus>, notes: Notes): Promise<GpuData['nvidia']> {
  const ask = async (...args: string[]) => await machine.run('nvidia-smi', args, { timeoutMs: TIMEOUT_MS });
  const [query, topology, links, module, pci] = await Promise.all([
    ask('-q', '-x').then(smiAnswer),
    ask('topo', '-m').then((outcome) => answerOf(outcome, TOPOLOGY)),
    ask('nvlink', '-s').then((outcome) => answerOf(outcome, NVLINK)),
    nvidiaModule(machine, notes),
    bus,
  ]);
  const onBus = pci.gpus.filter(({ vendor }) => vendor === 'nvidia');
  if (onBus.length === 0 && !module.loaded && query.state !== 'read') {
    // A driver's tools alone make no GPU: they say that there is no driver. One that does not answer says nothing.
    if (query.state === 'silent') notes.miss(['nvidia'], query.why);
    return undefined;
  }
  const counted = pci.visible && pci.unread.length === 0;
  if (counted) notes.from(['nvidia', 'pciDevices'], SYSFS);
  for (const device of pci.unread) notes.miss(['nvidia', 'pciDevices'], `${SYSFS}/${device} cannot be read`);
  const found = {
    ...driverOf(query, module, notes),
    ...(module.kernelModules === undefined ? {} : { kernelModules: module.kernelModules }),
    ...(counted ? { pciDevices: onBus.length } : {}),
    parameters: module.parameters,
    uvmParameters: module.uvmParameters,
    ...(module.imexChannels === undefined ? {} : { imexChannels: module.imexChannels }),
  };
  const gpus = gpusOf(query, onBus, notes);
  // No GPU, and the tool says so itself: there is nothing that could lie between them.
  if (query.state !== 'refused' && query.state !== 'silent' && gpus.length === 0 && onBus.length === 0) {
    return { ...found, gpus: [], topology: {}, affinity: {}, nics: {} };
  }
  return { ...found, gpus: withNvlink(gpus, links, notes), ...(await between(machine, topology, query, notes)) };
}

/** The driver as nvidia-smi and the kernel name it: where they differ, neither is the one in force. */
function driverOf(query: SmiAnswer, module: NvidiaModule, notes: Notes): Pick<Nvidia, 'driver' | 'cuda'> {
  const log = query.state === 'read' ? query.log : undefined;
  if (log?.cuda !== undefined) notes.from(['nvidia', 'cuda'], QUERY);
  const cuda = log?.cuda === undefined ? {} : { cuda: log.cuda };
  if (log?.driver !== undefined && module.driver !== undefined && log.driver !== module.driver) {
    notes.miss(['nvidia', 'driver'], `${QUERY} says ${log.driver}, /proc/driver/nvidia/version says ${module.driver}`);
    return cuda;
  }
  const driver = log?.driver ?? module.driver;
  if (driver === undefined) {
    notes.miss(
      ['nvidia', 'driver'],
      module.loaded ? 'the driver does not tell its version' : 'no NVIDIA driver is loaded',
    );
    return cuda;
  }
  notes.from(['nvidia', 'driver'], log?.driver === undefined ? '/proc/driver/nvidia/version' : QUERY);
  return { driver, ...cuda };
}

function gpusOf(query: SmiAnswer, onBus: PciGpus['gpus'], notes: Notes): readonly NvidiaGpu[] {
  if (query.state === 'no-devices') {
    if (onBus.length > 0)
      notes.miss(['nvidia', 'gpus'], `${onBus.length} NVIDIA GPUs are on the PCI bus: ${query.why}`);
    return [];
  }
  if (query.state !== 'read') {
    const bus = onBus.length > 0 ? `${onBus.length} NVIDIA GPUs are on the PCI bus: ` : '';
    notes.miss(['nvidia', 'gpus'], `${bus}${query.why}`);
    return [];
  }
  const { gpus, misses } = query.log;
  // What nvidia-smi does not say of the driver may be known from the kernel: `driverOf` decides.
  notes.missAll(
    misses.filter(({ path }) => path[0] !== 'driver'),
    ['nvidia'],
  );
  notes.from(['nvidia', 'gpus'], QUERY);
  const told = new Set(gpus.flatMap(({ pciAddress }) => (pciAddress === undefined ? [] : [sysfsAddress(pciAddress)])));
  // A device that another driver has, such as vfio-pci, is another machine's.
  for (const { address } of onBus.filter(({ driver }) => driver === 'nvidia')) {
    if (!told.has(address))
      notes.miss(['nvidia', 'gpus'], `the driver has ${address}, and nvidia-smi does not tell of it`);
  }
  return gpus;
}

function withNvlink(gpus: readonly NvidiaGpu[], links: Answer, notes: Notes): NvidiaGpu[] {
  const status = links.state === 'text' ? nvlinkStatus(links.text) : undefined;
  return gpus.map((gpu, i) => {
    const path = ['nvidia', 'gpus', i, 'nvlink'];
    const of: NvlinkOf =
      links.state === 'text'
        ? (status?.get(gpu.uuid) ?? { state: 'unclear', why: `${NVLINK} does not name ${gpu.uuid}` })
        : { state: 'unclear', why: links.why };
    if (of.state === 'unclear') notes.miss(path, of.why);
    if (of.state !== 'links') return gpu;
    notes.from(path, NVLINK, 'GB/s');
    return { ...gpu, nvlink: of.links };
  });
}

/** Topology matrix, affinity and NICs. */
async function between(machine: Machine, answer: Answer, query: SmiAnswer, notes: Notes) {
  const none = { topology: {}, affinity: {}, nics: {} };
  const matrix = answer.state === 'text' ? topologyMatrix(answer.text) : undefined;
  if (answer.state !== 'text' || matrix?.state !== 'read') {
    const why = answer.state === 'text' ? `${TOPOLOGY}: ${matrix?.state === 'refused' ? matrix.why : ''}` : answer.why;
    for (const field of Object.keys(none)) notes.miss(['nvidia', field], why);
    return none;
  }
  notes.missAll(matrix.misses, ['nvidia']);
  for (const field of Object.keys(none)) notes.from(['nvidia', field], TOPOLOGY);
  const { topology, nics } = matrix;
  const gpus = query.state === 'read' && query.log.complete ? query.log.gpus : [];
  return { topology, nics, affinity: await wholeAffinity(machine, matrix.affinity, gpus) };
}
