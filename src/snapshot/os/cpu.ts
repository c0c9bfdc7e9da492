import type { OsData } from '../data/os.ts';
import { type Gathering, shorten, wholeNumber } from '../gathering.ts';

const FOLDER = '/sys/devices/system/cpu';

/** As many as Linux can be built for (NR_CPUS). */
const MAX_CPUS = 8192;

/** Processors that are online, and what drives their clock and their idling. */
export async function cpu(gathering: Gathering): Promise<OsData['cpu']> {
  const [online, model, idle] = await Promise.all([
    onlineCpus(gathering),
    cpuModel(gathering),
    gathering.text(['cpu', 'idleDriver'], `${FOLDER}/cpuidle/current_driver`),
  ]);
  const clocks = await clocksOf(gathering, online ?? []);
  return { online: online?.length, model, ...clocks, idleDriver: idle === 'none' ? undefined : idle };
}

async function onlineCpus(gathering: Gathering): Promise<readonly number[] | undefined> {
  const text = await gathering.text(['cpu', 'online'], `${FOLDER}/online`, 'processors');
  const cpus = text === undefined ? undefined : cpusIn(text);
  if (text !== undefined && cpus === undefined)
    gathering.miss(['cpu', 'online'], `${FOLDER}/online: ${shorten(text)} is no list of processors`);
  return cpus;
}

/** The processors that a list such as `0-3,8` names; undefined where it is none. */
export function cpusIn(list: string): readonly number[] | undefined {
  const cpus: number[] = [];
  for (const range of list === '' ? [] : list.split(',')) {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    const [first, last] = [wholeNumber(from), wholeNumber(to)];
    if (first === undefined || last === undefined || last < first || last >= MAX_CPUS) return undefined;
    if (first <= (cpus.at(-1) ?? -1)) return undefined;
    for (let number = first; number <= last; number++) cpus.push(number);
  }
  return cpus;
}

async function cpuModel(gathering: Gathering): Promise<string | undefined> {
  const text = await gathering.text(['cpu', 'model'], '/proc/cpuinfo');
  return text === undefined ? undefined : modelOf(text);
}

/** The model as x86 names it; Arm has numbers in place of a name, e.g. `implementer 0x41 part 0xd4f` for Grace. */
export function modelOf(cpuinfo: string): string | undefined {
  const field = (name: string): string | undefined => {
    const value = new RegExp(`^${name}[ \\t]*:(.*)$`, 'm').exec(cpuinfo)?.[1]?.trim();
    return value === '' ? undefined : value;
  };
  const [implementer, part] = [field('CPU implementer'), field('CPU part')];
  return field('model name') ?? (implementer && part ? `implementer ${implementer} part ${part}` : undefined);
}

/**
 * Governors of the processors that are online; those that are not have none that could be read. The driver is one for all.
 * Most virtual machines have neither.
 */
async function clocksOf(
  gathering: Gathering,
  online: readonly number[],
): Promise<Pick<OsData['cpu'], 'governors' | 'scalingDriver'>> {
  const path = ['cpu', 'governors'];
  const readings = await Promise.all(
    online.map((number) => gathering.machine.read(`${FOLDER}/cpu${number}/cpufreq/scaling_governor`)),
  );
  const counts = new Map<string, number>();
  for (const [index, reading] of readings.entries()) {
    if (reading.state === 'refused') {
      gathering.miss(path, `that of processor ${online[index]} cannot be read: ${reading.why}`);
      return { governors: {} };
    }
    const governor = reading.state === 'read' ? reading.text.trim() : '';
    if (governor !== '') counts.set(governor, (counts.get(governor) ?? 0) + 1);
  }
  if (counts.size > 0) gathering.from(path, `${FOLDER}/cpu*/cpufreq/scaling_governor`, 'processors');
  const driver = await gathering.text(['cpu', 'scalingDriver'], `${FOLDER}/cpu${online[0]}/cpufreq/scaling_driver`);
  return { governors: Object.fromEntries(counts), scalingDriver: driver || undefined };
}
