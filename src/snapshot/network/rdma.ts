import type { Path } from '../../path.ts';
import { compareText } from '../../plain.ts';
import type { NetworkData } from '../data/network.ts';
import { type Gathering, shorten } from '../gathering.ts';
import { deviceBehind } from './device.ts';

const FOLDER = '/sys/class/infiniband';

type RdmaDevice = NetworkData['rdma'][string];
type Port = RdmaDevice['ports'][string];

/** RDMA devices with their ports (Documentation/ABI/stable/sysfs-class-infiniband of the kernel). A machine without any has none. */
export async function rdmaDevices(gathering: Gathering): Promise<NetworkData['rdma']> {
  const names = await gathering.machine.list(FOLDER);
  const devices = await Promise.all(names.map(async (name) => [name, await rdmaDevice(gathering, name)] as const));
  return Object.fromEntries(devices);
}

async function rdmaDevice(gathering: Gathering, name: string): Promise<RdmaDevice> {
  const path = ['rdma', name];
  const entry = `${FOLDER}/${name}`;
  gathering.from(path, entry);
  const said = (key: string, file: string): Promise<string | undefined> =>
    optional(gathering, [...path, key], `${entry}/${file}`);
  const [device, vendor, model, firmware, boardId, nodeGuid, numbers] = await Promise.all([
    deviceBehind(gathering, path, entry),
    said('vendor', 'device/vendor'),
    said('device', 'device/device'),
    said('firmware', 'fw_ver'),
    said('boardId', 'board_id'),
    said('nodeGuid', 'node_guid'),
    gathering.machine.list(`${entry}/ports`),
  ]);
  const only = numbers.length === 1;
  const ports = await Promise.all(
    numbers.map(async (number) => [number, await portOf(gathering, path, entry, { number, only })] as const),
  );
  return { ...device, vendor, device: model, firmware, boardId, nodeGuid, ports: Object.fromEntries(ports) };
}

interface PortOfDevice {
  readonly number: string;
  /** Whether the device has no other. */
  readonly only: boolean;
}

async function portOf(gathering: Gathering, device: Path, entry: string, port: PortOfDevice): Promise<Port> {
  const { number } = port;
  const path = [...device, 'ports', number];
  const folder = `${entry}/ports/${number}`;
  const [linkLayer, state, physicalState, rate, interfaces] = await Promise.all([
    optional(gathering, [...path, 'linkLayer'], `${folder}/link_layer`),
    optional(gathering, [...path, 'state'], `${folder}/state`),
    optional(gathering, [...path, 'physicalState'], `${folder}/phys_state`),
    optional(gathering, [...path, 'rateGbps'], `${folder}/rate`, 'Gb/s'),
    interfacesOf(gathering, entry, port),
  ]);
  const rateGbps = rate === undefined ? undefined : rateOf(rate);
  if (rate !== undefined && rateGbps === undefined)
    gathering.miss([...path, 'rateGbps'], `${folder}/rate: ${shorten(rate)} is no rate`);
  return { linkLayer, state: stateName(state), physicalState: stateName(physicalState), rateGbps, interfaces };
}

/** A text that says something. */
const optional = async (gathering: Gathering, path: Path, file: string, unit?: string): Promise<string | undefined> =>
  (await gathering.text(path, file, unit)) || undefined;

/** `4: ACTIVE` → `ACTIVE`. */
export const stateName = (text: string | undefined): string | undefined => text?.replace(/^\d+:\s*/, '') || undefined;

/** `400 Gb/sec (4X NDR)` → 400. Unit: Gb/s. */
export function rateOf(text: string): number | undefined {
  const [, digits] = /^(\d{1,6}(?:\.\d{1,3})?) Gb\/sec\b/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Interfaces of the same card, and the one that the port's first GID is of: a bond, where ports are joined under one. Where a card has
 * several ports, `dev_port` tells them apart, from 0. An index without an interface reads as an error, which says nothing more.
 */
async function interfacesOf({ machine }: Gathering, entry: string, { number, only }: PortOfDevice): Promise<string[]> {
  const [ofCard, ofGid] = await Promise.all([
    machine.list(`${entry}/device/net`),
    machine.read(`${entry}/ports/${number}/gid_attrs/ndevs/0`),
  ]);
  const ofPort = await Promise.all(
    ofCard.map(async (name) => {
      const port = await machine.read(`${entry}/device/net/${name}/dev_port`);
      return only || (port.state === 'read' && port.text.trim() === String(Number(number) - 1)) ? [name] : [];
    }),
  );
  const names = [...ofPort.flat(), ...(ofGid.state === 'read' ? [ofGid.text.trim()] : [])];
  return [...new Set(names)].filter((name) => name !== '').toSorted(compareText);
}
