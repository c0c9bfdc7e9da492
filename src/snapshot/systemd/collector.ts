import { defineCollector } from '../../contract/collector.ts';
import type { Machine } from '../../contract/machine.ts';
import { systemdData } from '../data/systemd.ts';
import { Gathering, shorten } from '../gathering.ts';
import { kubelet } from './kubelet.ts';
import { kubeletArguments } from './kubelet-process.ts';
import { isCalled, PROPERTIES, parseShow, type Shown, unitOf } from './show.ts';
import { KUBELET_UNITS, UNITS } from './units.ts';
import { userLimits } from './user-limits.ts';

/** The services of the node: `systemctl show`, the kubelet's configuration, and limits.conf. */
export const systemdCollector = defineCollector({
  name: 'systemd',
  summary: 'Services of the node and their limits, policies of the kubelet',
  of: 'node',
  timeoutMs: 30_000,
  schema: systemdData,
  async collect({ machine }) {
    const gathering = new Gathering(machine);
    const shown = await showUnits(gathering);
    const units = UNITS.flatMap((name) => {
      const found = shown?.find((one) => isCalled(one, name));
      const unit = found && unitOf(found);
      if (unit === undefined && shown !== undefined)
        gathering.miss(['units', name], 'systemctl does not say its state');
      return unit === undefined ? [] : [[name, unit] as const];
    });
    const [ofKubelet, limits] = await Promise.all([
      kubeletArguments(gathering, mainPidOfKubelet(shown ?? [])).then((words) => kubelet(gathering, words)),
      userLimits(gathering),
    ]);
    return gathering.collected({
      present: shown !== undefined,
      units: Object.fromEntries(units),
      kubelet: ofKubelet,
      userLimits: limits,
    });
  },
});

/** Undefined where there is no systemd, or, with a word on what is missing, where it cannot be asked. */
async function showUnits(gathering: Gathering): Promise<readonly Shown[] | undefined> {
  const { machine } = gathering;
  const outcome = await machine.run('systemctl', [
    'show',
    '--no-pager',
    `--property=${PROPERTIES.join(',')}`,
    ...UNITS,
  ]);
  if (outcome.state === 'ran' && outcome.status === 0) {
    gathering.from(['units'], 'systemctl show');
    return parseShow(outcome.stdout);
  }
  if (await runsSystemd(machine)) gathering.miss(['units'], `systemd runs here, and ${reasonOf(outcome)}`);
  return undefined;
}

/** It is the first process, or it has its folder in /run, which containers may have from their host. */
async function runsSystemd(machine: Machine): Promise<boolean> {
  const first = await machine.read('/proc/1/comm');
  if (first.state === 'read' && first.text.trim() === 'systemd') return true;
  return (await machine.list('/run/systemd/system')).length > 0;
}

function reasonOf(outcome: Awaited<ReturnType<Machine['run']>>): string {
  if (outcome.state === 'absent') return 'there is no systemctl that could be run';
  if (outcome.state === 'refused') return `systemctl cannot be run: ${outcome.why}`;
  return `systemctl ends with ${outcome.status}: ${shorten(outcome.stderr.trim())}`;
}

/** The process of the first unit that is the kubelet and runs. */
function mainPidOfKubelet(shown: readonly Shown[]): string | undefined {
  const pids = KUBELET_UNITS.map((name) => shown.find((one) => isCalled(one, name))?.get('MainPID') ?? '');
  return pids.find((pid) => /^[1-9]\d{0,9}$/.test(pid));
}
