import type { Snapshot } from '../snapshot/document.ts';
import { textTable } from './table.ts';

/** A snapshot at a glance: a row a collector, with the few figures that people look for, and what could not be had. */
export function snapshotText({ metadata, collectors, measurements }: Snapshot): string {
  const rows = Object.entries(collectors).map(([name, { state, why, missing: gaps }]) => {
    // What could not be had is not counted as none.
    const count: Count = (map, part, noun) =>
      Object.keys(gaps).some((path) => path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`))
        ? `${noun}s unknown`
        : counted(Object.keys(map).length, noun);
    return [name, state, why ?? (name in GLANCES ? GLANCES[name as keyof typeof GLANCES](measurements, count) : '')];
  });
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
/** How many entries a part of a measurement has, in words. */
type Count = (map: object, part: string, noun: string) => string;

const GLANCES = {
  k8s: ({ k8s }: Measurements, count: Count) =>
    k8s === undefined
      ? ''
      : `Kubernetes ${k8s.server.version}, ${count(k8s.nodes, 'nodes', 'node')}, ${count(k8s.images, 'images', 'image')}, ${count(k8s.releases, 'releases', 'release')}`,
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
  network: ({ network }: Measurements, count: Count) =>
    network === undefined
      ? ''
      : `${count(network.rdma, 'rdma', 'RDMA device')}, ${count(network.interfaces, 'interfaces', 'interface')}`,
  topology: ({ topology }: Measurements, count: Count) =>
    topology === undefined
      ? ''
      : `${count(Array.from({ length: topology.nodes }), 'nodes', 'node')} in ${count(topology.zones, 'zones', 'zone')}, ${count(topology.taints, 'taints', 'taint')}, ${count(topology.fabricDomains, 'fabricDomains', 'fabric domain')}`,
  cloud: ({ cloud }: Measurements) =>
    cloud === undefined
      ? ''
      : cloud.from === 'none'
        ? 'no cloud'
        : [cloud.provider, cloud.instanceType, cloud.zone ?? cloud.region, cloud.capacity]
            .filter((text) => text !== undefined)
            .join(', '),
} satisfies Record<string, (measurements: Measurements, count: Count) => string>;

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

const counted = (size: number, noun: string): string => `${size} ${noun}${size === 1 ? '' : 's'}`;

const pages = (sizeKiB: number | undefined): string | undefined =>
  sizeKiB === undefined ? undefined : `${sizeKiB}K pages`;
