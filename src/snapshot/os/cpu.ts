import { compareText } from '../../plain.ts';
import type { OsData } from '../data/os.ts';
import { type Gathering, shorten, wholeNumber } from '../gathering.ts';

const FOLDER = '/sys/devices/system/cpu';

/** Processors that are online, and what drives their clock and their idling. */
export async function cpu(gathering: Gathering): Promise<OsData['cpu']> {
  const [online, model, clocks, idle] = await Promise.all([
    onlineCount(gathering),
    cpuModel(gathering),
    clockPolicies(gathering),
    gathering.text(['cpu', 'idleDriver'], `${FOLDER}/cpuidle/current_driver`),
  ]);
  return { online, model, ...clocks, idleDriver: idle === 'none' ? undefined : idle };
}

async function onlineCount(gathering: Gathering): Promise<number | undefined> {
  const text = await gathering.text(['cpu', 'online'], `${FOLDER}/online`, 'processors');
  const count = text === undefined ? undefined : countCpus(text);
  if (text !== undefined && count === undefined)
    gathering.miss(['cpu', 'online'], `${FOLDER}/online: ${shorten(text)} is no list of processors`);
  return count;
}

/** How many processors a list such as `0-3,8` names; undefined where it is none. */
export function countCpus(list: string): number | undefined {
  if (list === '') return 0;
  let count = 0;
  let last = -1;
  for (const range of list.split(',')) {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    const [first, end] = [wholeNumber(from), wholeNumber(to)];
    if (first === undefined || end === undefined || first <= last || end < first) return undefined;
    count += end - first + 1;
    last = end;
  }
  return count;
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

/** Governors by policy of cpufreq, each with the processors that it is for. Most virtual machines have none. */
async function clockPolicies(gathering: Gathering): Promise<Pick<OsData['cpu'], 'governors' | 'scalingDriver'>> {
  const path = ['cpu', 'governors'];
  const folder = `${FOLDER}/cpufreq`;
  const policies = (await gathering.machine.list(folder)).filter((name) => /^policy\d+$/.test(name));
  const counts = new Map<string, number>();
  const drivers = new Set<string>();
  const rows = await Promise.all(
    policies.map((policy) =>
      Promise.all([
        gathering.text(path, `${folder}/${policy}/scaling_governor`),
        gathering.text(path, `${folder}/${policy}/affected_cpus`),
        gathering.text(['cpu', 'scalingDriver'], `${folder}/${policy}/scaling_driver`),
      ]),
    ),
  );
  for (const [governor, cpus, driver] of rows) {
    if (driver !== undefined) drivers.add(driver);
    if (!governor || cpus === undefined) {
      gathering.miss(path, `a policy below ${folder} does not say its governor or its processors`);
      return { governors: {} };
    }
    const count = cpus.split(/\s+/).filter((word) => word !== '').length;
    if (count > 0) counts.set(governor, (counts.get(governor) ?? 0) + count);
  }
  if (policies.length > 0) gathering.from(path, `${folder}/*/scaling_governor`, 'processors');
  const scalingDriver = [...drivers].toSorted(compareText).join(', ');
  return { governors: Object.fromEntries(counts), ...(scalingDriver === '' ? {} : { scalingDriver }) };
}
