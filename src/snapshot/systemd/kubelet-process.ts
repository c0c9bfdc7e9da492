import type { Machine } from '../../contract/machine.ts';
import type { Gathering } from '../gathering.ts';

/**
 * The arguments of the kubelet that runs; undefined where none does.
 *
 * @param mainPid process of its unit, where systemd says one; else it is looked for by name, as under RKE2, which starts it itself
 */
export async function kubeletArguments(
  gathering: Gathering,
  mainPid: string | undefined,
): Promise<readonly string[] | undefined> {
  const { machine } = gathering;
  const ofUnit = mainPid === undefined ? undefined : await argumentsOf(machine, mainPid);
  if (ofUnit !== undefined) return ofUnit;
  const pids = (await machine.list('/proc')).filter((name) => /^\d+$/.test(name));
  const named = await Promise.all(
    pids.map(async (pid) => {
      const reading = await machine.read(`/proc/${pid}/comm`);
      return reading.state === 'read' && reading.text.trim() === 'kubelet' ? [pid] : [];
    }),
  );
  const found = (await Promise.all(named.flat().map((pid) => argumentsOf(machine, pid)))).filter(
    (words) => words !== undefined,
  );
  if (found.length > 1)
    gathering.miss(['kubelet'], `${found.length} kubelets run here, and which is that of this node cannot be told`);
  return found.length === 1 ? found[0] : undefined;
}

/** Arguments of a process that is the kubelet; one that only starts it says nothing. */
async function argumentsOf(machine: Machine, pid: string): Promise<readonly string[] | undefined> {
  const reading = await machine.read(`/proc/${pid}/cmdline`);
  const [program, ...words] = reading.state === 'read' ? reading.text.replace(/\0$/, '').split('\0') : [];
  return program !== undefined && /(^|\/)kubelet$/.test(program) ? words : undefined;
}
