import type { Machine } from '../../contract/machine.ts';
import type { GpuData } from '../data/gpu.ts';
import { driverParameters, kernelDriver } from './kernel-driver.ts';
import { type Notes, quoted } from './notes.ts';

type Nvidia = NonNullable<GpuData['nvidia']>;

/** What the kernel says of the NVIDIA driver. */
export interface NvidiaModule extends Pick<Nvidia, 'kernelModules' | 'parameters' | 'uvmParameters' | 'imexChannels'> {
  /** The driver is loaded. */
  readonly loaded: boolean;
  readonly driver?: string;
}

const VERSION = '/proc/driver/nvidia/version';
const PARAMS = '/proc/driver/nvidia/params';
const UVM = '/sys/module/nvidia_uvm/parameters';
const IMEX = '/dev/nvidia-caps-imex-channels';

/**
 * Reads what the NVIDIA modules show of themselves. A machine without them misses nothing here.
 *
 * Channels of IMEX are devices `channel0` … in one folder (NVIDIA's documentation of IMEX channels); there are none without it.
 */
export async function nvidiaModule(machine: Machine, notes: Notes): Promise<NvidiaModule> {
  const [version, params, uvm, imex] = await Promise.all([
    machine.read(VERSION),
    machine.read(PARAMS),
    uvmParametersOf(machine, notes),
    machine.list(IMEX),
  ]);
  const loaded = version.state !== 'absent';
  if (version.state === 'refused') notes.miss(['nvidia', 'kernelModules'], `${VERSION}: ${version.why}`);
  const kernel = version.state === 'read' ? kernelDriver(version.text) : undefined;
  if (version.state === 'read' && kernel === undefined) {
    notes.miss(['nvidia', 'kernelModules'], `${VERSION} says ${quoted(version.text.split('\n')[0] ?? '')}`);
  }
  if (kernel !== undefined) notes.from(['nvidia', 'kernelModules'], VERSION);
  if (loaded && params.state !== 'read') {
    notes.miss(
      ['nvidia', 'parameters'],
      `${PARAMS}: ${params.state === 'refused' ? params.why : 'there is no such file'}`,
    );
  }
  const read = params.state === 'read' ? driverParameters(params.text) : { parameters: {}, misses: [] };
  notes.missAll(read.misses, ['nvidia', 'parameters']);
  if (Object.keys(read.parameters).length > 0) notes.from(['nvidia', 'parameters'], PARAMS);
  const channels = imex.filter((name) => /^channel\d+$/.test(name)).length;
  if (channels > 0) notes.from(['nvidia', 'imexChannels'], IMEX);
  return {
    loaded,
    ...(kernel ?? {}),
    parameters: read.parameters,
    uvmParameters: uvm,
    ...(channels === 0 ? {} : { imexChannels: channels }),
  };
}

/** nvidia_uvm is loaded when the first program needs it, so that it may be absent. */
async function uvmParametersOf(machine: Machine, notes: Notes): Promise<Record<string, string>> {
  const names = await machine.list(UVM);
  const readings = await Promise.all(names.map((name) => machine.read(`${UVM}/${name}`)));
  const entries = readings.flatMap((reading, i) => {
    const name = names[i] ?? '';
    if (reading.state === 'read') return [[name, reading.text.trim()] as const];
    if (reading.state === 'refused') notes.miss(['nvidia', 'uvmParameters', name], `${UVM}/${name}: ${reading.why}`);
    return [];
  });
  if (entries.length > 0) notes.from(['nvidia', 'uvmParameters'], UVM);
  return Object.fromEntries(entries);
}
