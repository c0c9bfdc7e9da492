import type { MachineTable } from '../a-machine.ts';
import { below } from '../os/observed-nodes.ts';

type Files = NonNullable<MachineTable['files']>;
type Tables = Required<Pick<MachineTable, 'files' | 'links'>>;

export interface ACard {
  /** Name of the RDMA device, e.g. `mlx5_0`. */
  readonly rdma?: string;
  /** Name of the interface, e.g. `eth1`. */
  readonly net?: string;
  /** Path of the device below /sys/devices, e.g. `pci0000:00/0000:00:05.0`. */
  readonly device: string;
  readonly driver?: string;
  /** Files of the RDMA device and of the interface; they go before those that every card has. */
  readonly rdmaFiles?: Files;
  readonly netFiles?: Files;
}

/** The files and links of sysfs for one network card. */
export function aCard({ rdma, net, device, driver = 'mlx5_core', rdmaFiles = {}, netFiles = {} }: ACard): Tables {
  const files: Record<string, Files[string]> = {};
  const links: Record<string, string> = {};
  const entry = (folder: string, name: string, own: Files): void => {
    links[`${folder}/${name}`] = `../../devices/${device}/${folder.split('/').at(-1)}/${name}`;
    links[`${folder}/${name}/device`] = `../../../${device.split('/').at(-1)}`;
    links[`${folder}/${name}/device/driver`] = `../../../../bus/pci/drivers/${driver}`;
    for (const [path, text] of Object.entries(own)) files[`${folder}/${name}/${path}`] = text;
  };
  if (rdma !== undefined) entry('/sys/class/infiniband', rdma, rdmaFiles);
  if (net !== undefined) {
    entry('/sys/class/net', net, { address: '02:00:00:00:00:01\n', mtu: '1500\n', operstate: 'up\n', ...netFiles });
    if (rdma !== undefined) files[`/sys/class/infiniband/${rdma}/device/net/${net}/dev_port`] = '0\n';
  }
  return { files, links };
}

/** Files of a port of an RDMA device. */
export const aPort = (number: number, files: Readonly<Record<string, string>>): Record<string, string> =>
  below(`ports/${number}`, files);

/** A machine of several cards and other files. */
export const withCards = (cards: readonly Tables[], files: Files = {}): MachineTable => ({
  files: Object.assign({ '/sys/class/net/lo/mtu': '65536\n' }, ...cards.map((card) => card.files), files),
  links: Object.assign({ '/sys/class/net/lo': '../../devices/virtual/net/lo' }, ...cards.map((card) => card.links)),
});
