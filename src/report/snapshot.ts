import type { Snapshot } from '../snapshot/document.ts';
import { textTable } from './table.ts';

/** A snapshot at a glance: a row a collector, with the few figures that people look for, and what could not be had. */
export function snapshotText({ metadata, collectors, measurements }: Snapshot): string {
  const rows = Object.entries(collectors).map(([name, { state, why }]) => [
    name,
    state,
    why ?? (name in GLANCES ? GLANCES[name as keyof typeof GLANCES](measurements) : ''),
  ]);
  const missing = Object.entries(collectors).flatMap(([name, one]) =>
    Object.entries(one.missing).map(([path, why]) => `  ${name}.${path}: ${why}\n`),
  );
  const of = metadata.node === undefined ? 'the cluster' : metadata.node;
  return [
    `Snapshot of ${of}, ${metadata.taken}${metadata.redacted ? ', redacted' : ''}\n\n`,
    textTable(['collector', 'state', 'found'], rows),
    ...(missing.length === 0 ? [] : ['\nCould not be read:\n', ...missing]),
  ].join('');
}

type Measurements = Snapshot['measurements'];

const GLANCES = {
  k8s: ({ k8s }: Measurements) =>
    k8s === undefined
      ? ''
      : `Kubernetes ${k8s.server.version}, ${count(k8s.nodes, 'node')}, ${count(k8s.images, 'image')}, ${count(k8s.releases, 'release')}`,
  gpu: ({ gpu }: Measurements) => gpuGlance(gpu),
  os: ({ os }: Measurements) =>
    os === undefined
      ? ''
      : [
          os.release.PRETTY_NAME ?? os.release.ID,
          os.kernel.release && `kernel ${os.kernel.release}`,
          pages(os.pageSizeKiB),
        ]
          .filter((text) => text !== undefined && text !== '')
          .join(', '),
  systemd: ({ systemd }: Measurements) => {
    if (systemd === undefined) return '';
    if (!systemd.present) return 'no systemd';
    const active = Object.entries(systemd.units).flatMap(([unit, { activeState }]) =>
      activeState === 'active' ? [unit.replace(/\.service$/, '')] : [],
    );
    return active.length === 0 ? 'no unit that we look for is active' : `active: ${active.join(', ')}`;
  },
  network: ({ network }: Measurements) =>
    network === undefined ? '' : `${count(network.rdma, 'RDMA device')}, ${count(network.interfaces, 'interface')}`,
  topology: ({ topology }: Measurements) =>
    topology === undefined
      ? ''
      : `${topology.nodes} nodes in ${count(topology.zones, 'zone')}, ${count(topology.taints, 'taint')}, ${count(topology.fabricDomains, 'fabric domain')}`,
  cloud: ({ cloud }: Measurements) =>
    cloud === undefined
      ? ''
      : cloud.from === 'none'
        ? 'no cloud'
        : [cloud.provider, cloud.instanceType, cloud.zone ?? cloud.region, cloud.capacity]
            .filter((text) => text !== undefined)
            .join(', '),
} satisfies Record<string, (measurements: Measurements) => string>;

function gpuGlance(gpu: Measurements['gpu']): string {
  if (gpu === undefined) return '';
  const vendors = [gpu.nvidia, gpu.amd].filter((vendor) => vendor !== undefined);
  if (vendors.length === 0) return 'no GPU';
  return vendors
    .map(({ driver, gpus }) => {
      const products = new Map<string, number>();
      for (const { product } of gpus) products.set(product, (products.get(product) ?? 0) + 1);
      const named = [...products].map(([product, times]) => `${times} × ${product}`);
      return [named.length === 0 ? 'no GPU that answers' : named.join(', '), driver && `driver ${driver}`]
        .filter((text) => text !== undefined && text !== '')
        .join(', ');
    })
    .join('; ');
}

const count = (map: object, noun: string): string => {
  const size = Object.keys(map).length;
  return `${size} ${noun}${size === 1 ? '' : 's'}`;
};

const pages = (sizeKiB: number | undefined): string | undefined =>
  sizeKiB === undefined ? undefined : `${sizeKiB}K pages`;
