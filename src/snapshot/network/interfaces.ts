import type { Machine } from '../../contract/machine.ts';
import type { NetworkData } from '../data/network.ts';
import { type Gathering, wholeNumber } from '../gathering.ts';
import { hasOwnNetwork } from '../network-namespace.ts';
import { deviceBehind } from './device.ts';

const FOLDER = '/sys/class/net';

type Interface = NetworkData['interfaces'][string];

/** Interfaces that have a device behind them: cards and functions of cards. Those of pods, bridges, bonds and loopback have none. */
export async function interfaces(gathering: Gathering): Promise<NetworkData['interfaces']> {
  const { machine } = gathering;
  const names = await machine.list(FOLDER);
  if ((await hasOwnNetwork(machine)) && (await showsOwnNetwork(machine, names))) {
    gathering.miss(
      ['interfaces'],
      'this program has a network namespace of its own, and /sys shows its interfaces, not those of the node',
    );
    return {};
  }
  const found = await Promise.all(
    names.map(async (name): Promise<[string, Interface][]> => {
      const real = (await machine.link(`${FOLDER}/${name}/device`)) !== undefined;
      return real ? [[name, await interfaceOf(gathering, name)]] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** /proc/net/dev is of the program's namespace, /sys of the one that it was mounted in. */
async function showsOwnNetwork(machine: Machine, names: readonly string[]): Promise<boolean> {
  const reading = await machine.read('/proc/net/dev');
  if (reading.state !== 'read') return true;
  const own = [...reading.text.matchAll(/^\s*([^\s:]+):/gm)].map(([, name = '']) => name);
  return own.length === names.length && own.every((name) => names.includes(name));
}

async function interfaceOf(gathering: Gathering, name: string): Promise<Interface> {
  const path = ['interfaces', name];
  const entry = `${FOLDER}/${name}`;
  gathering.from(path, entry);
  const [device, address, mtu, state, speed] = await Promise.all([
    deviceBehind(gathering, path, entry),
    gathering.text([...path, 'address'], `${entry}/address`),
    gathering.count([...path, 'mtu'], `${entry}/mtu`, 'bytes'),
    gathering.text([...path, 'state'], `${entry}/operstate`),
    gathering.machine.read(`${entry}/speed`),
  ]);
  // A driver that does not say it refuses to be read or says -1, one of a link that is down 4294967295: all the same to us.
  const speedMbps = speed.state === 'read' ? wholeNumber(speed.text.trim()) : undefined;
  if (speedMbps !== undefined) gathering.from([...path, 'speedMbps'], `${entry}/speed`, 'Mb/s');
  return {
    ...device,
    address: address || undefined,
    mtu,
    speedMbps: speedMbps === UNKNOWN_SPEED ? undefined : speedMbps,
    state: state || undefined,
  };
}

const UNKNOWN_SPEED = 2 ** 32 - 1;
