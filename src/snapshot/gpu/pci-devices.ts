import type { Machine } from '../../contract/machine.ts';

/** A GPU as the PCI bus shows it, whether a driver has it or not. */
export interface PciGpu {
  readonly vendor: 'nvidia' | 'amd';
  /** e.g. `0000:18:00.0`, in small letters. */
  readonly address: string;
  /** Kernel driver that has it, e.g. `nvidia`, `vfio-pci`, `nouveau`. */
  readonly driver?: string;
}

export interface PciGpus {
  /** In the order of their addresses. */
  readonly gpus: readonly PciGpu[];
  /** False where the machine shows no PCI devices at all: then no GPU among them says nothing. */
  readonly visible: boolean;
  /** Devices that could not be read. */
  readonly unread: readonly string[];
}

const FOLDER = '/sys/bus/pci/devices';

/**
 * Classes of GPUs by vendor (PCI code and ID assignment; pci.ids). NVIDIA: VGA and 3D controllers, not NVSwitches (0x0680) nor the audio
 * functions of cards (0x0403). AMD: Instinct only, which are display controllers (MI200) and processing accelerators (MI300 and later);
 * the graphics of its processors are no accelerators.
 */
const CLASSES = {
  '0x10de': { vendor: 'nvidia', classes: ['0x0300', '0x0302'] },
  '0x1002': { vendor: 'amd', classes: ['0x0380', '0x1200'] },
} as const;

/** Hosts with virtual functions have thousands of devices: so many are read at once. */
const AT_ONCE = 64;

export async function pciGpus(machine: Machine): Promise<PciGpus> {
  const addresses = await machine.list(FOLDER);
  const found: (PciGpu | 'unread' | undefined)[] = [];
  for (let from = 0; from < addresses.length; from += AT_ONCE) {
    found.push(
      ...(await Promise.all(addresses.slice(from, from + AT_ONCE).map((address) => deviceAt(machine, address)))),
    );
  }
  return {
    gpus: found.filter((device) => typeof device === 'object'),
    visible: addresses.length > 0,
    unread: addresses.filter((_, i) => found[i] === 'unread'),
  };
}

async function deviceAt(machine: Machine, address: string): Promise<PciGpu | 'unread' | undefined> {
  const folder = `${FOLDER}/${address}`;
  const vendor = await machine.read(`${folder}/vendor`);
  if (vendor.state !== 'read') return vendor.state === 'refused' ? 'unread' : undefined;
  const id = vendor.text.trim();
  if (id !== '0x10de' && id !== '0x1002') return undefined;
  const [kind, link] = await Promise.all([machine.read(`${folder}/class`), machine.link(`${folder}/driver`)]);
  if (kind.state !== 'read') return kind.state === 'refused' ? 'unread' : undefined;
  const known = CLASSES[id];
  if (!known.classes.some((start) => kind.text.startsWith(start))) return undefined;
  const driver = link?.split('/').at(-1);
  return { vendor: known.vendor, address: address.toLowerCase(), ...(driver === undefined ? {} : { driver }) };
}

/** The address of a GPU as sysfs has it: nvidia-smi writes eight digits of the domain and capitals, `00000000:18:00.0`. */
export function sysfsAddress(shown: string): string {
  const [domain = '', ...rest] = shown.toLowerCase().split(':');
  return [domain.replace(/^0+(?=[0-9a-f]{4})/, ''), ...rest].join(':');
}
