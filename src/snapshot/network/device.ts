import type { Path } from '../../path.ts';
import { type Gathering, shorten } from '../gathering.ts';
import { lastPart, pciAddressIn } from './pci-address.ts';

export interface Device {
  readonly driver?: string;
  readonly pciAddress?: string;
  readonly numaNode?: number;
}

/** What is behind an entry of /sys/class/net or /sys/class/infiniband; `path` is where it stands in the data. */
export async function deviceBehind(gathering: Gathering, path: Path, entry: string): Promise<Device> {
  const { machine } = gathering;
  const [way, driver, numaNode] = await Promise.all([
    machine.link(entry),
    machine.link(`${entry}/device/driver`),
    signedNumber(gathering, [...path, 'numaNode'], `${entry}/device/numa_node`),
  ]);
  const pciAddress = pciAddressIn(way ?? '') ?? pciAddressIn((await machine.link(`${entry}/device`)) ?? '');
  return { driver: lastPart(driver), pciAddress, numaNode };
}

/** A number that may be -1, as sysfs says that it does not know. */
async function signedNumber(gathering: Gathering, path: Path, file: string): Promise<number | undefined> {
  const text = await gathering.text(path, file);
  if (text === undefined) return undefined;
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  gathering.miss(path, `${file}: ${shorten(text)} is no whole number`);
  return undefined;
}
