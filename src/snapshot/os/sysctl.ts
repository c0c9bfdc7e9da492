import type { Machine } from '../../contract/machine.ts';
import type { Gathering } from '../gathering.ts';
import { hasOwnNetwork } from '../network-namespace.ts';
import { SYSCTL_KEYS } from './sysctl-keys.ts';

/** The sysctls of the allow-list that this kernel has. */
export async function sysctls(gathering: Gathering): Promise<Record<string, string>> {
  const { machine } = gathering;
  const elsewhere = await hasOwnNetwork(machine);
  const keys = (await Promise.all(SYSCTL_KEYS.map((key) => onEachCard(machine, key)))).flat();
  const values = await Promise.all(
    keys.map(async (key): Promise<[string, string][]> => {
      if (elsewhere && key.startsWith('net.')) {
        gathering.miss(['sysctl', key], 'this program has a network namespace of its own, not that of the node');
        return [];
      }
      const text = await gathering.text(['sysctl', key], fileOf(key));
      return text === undefined ? [] : [[key, text.replace(/\s+/g, ' ')]];
    }),
  );
  return Object.fromEntries(values.flat());
}

/** In a key a dot separates and a slash is a dot of a name, such as that of `eth0.100`: as sysctl(8) writes it. */
const fileOf = (key: string): string =>
  `/proc/sys/${key.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))}`;

/** A key with `*` once for each card that has a device; the thousand interfaces of pods are nobody's setting. */
async function onEachCard(machine: Machine, key: string): Promise<string[]> {
  const [before, after] = key.split('*');
  if (before === undefined || after === undefined) return [key];
  const names = await machine.list(fileOf(before.replace(/\.$/, '')));
  const cards = await Promise.all(
    names.map(async (name) => ((await machine.link(`/sys/class/net/${name}/device`)) === undefined ? [] : [name])),
  );
  return cards.flat().map((name) => `${before}${name.replaceAll('.', '/')}${after}`);
}
