import type { CloudData } from '../../src/snapshot/data/cloud.ts';
import type { GpuData, NvidiaGpu } from '../../src/snapshot/data/gpu.ts';
import type { K8sData, KubeNode } from '../../src/snapshot/data/k8s.ts';
import type { NetworkData } from '../../src/snapshot/data/network.ts';
import type { OsData } from '../../src/snapshot/data/os.ts';
import type { SystemdData } from '../../src/snapshot/data/systemd.ts';
import type { TopologyData } from '../../src/snapshot/data/topology.ts';
import { type CollectorState, type Snapshot, snapshotDocument } from '../../src/snapshot/document.ts';

const K8S: K8sData = {
  server: { version: 'v1.34.2' },
  apiGroups: {},
  nodes: {},
  images: {},
  workloads: {},
  releases: {},
  customResourceDefinitions: [],
  customResources: {},
  resourceSlices: {},
};
const GPU: GpuData = {};
const OS: OsData = {
  release: {},
  kernel: {},
  bootArguments: [],
  sysctl: {},
  modules: {},
  builtInModules: [],
  hugePages: {},
  transparentHugePages: {},
  memory: {},
  numa: { nodes: {} },
  iommuGroups: {},
  cpu: { governors: {} },
  clockSource: { available: [] },
};
const SYSTEMD: SystemdData = { present: true, units: {}, kubelet: { settings: {} }, userLimits: {} };
const NETWORK: NetworkData = { rdma: {}, interfaces: {} };
const TOPOLOGY: TopologyData = { nodes: 0, labels: {}, taints: {}, zones: {}, fabricDomains: {} };
const CLOUD: CloudData = { from: 'none', fabric: {} };

export interface SnapshotParts {
  readonly node?: string;
  readonly taken?: string;
  readonly k8s?: Partial<K8sData>;
  readonly gpu?: Partial<GpuData>;
  readonly os?: Partial<OsData>;
  readonly systemd?: Partial<SystemdData>;
  readonly network?: Partial<NetworkData>;
  readonly topology?: Partial<TopologyData>;
  readonly cloud?: Partial<CloudData>;
  /** By collector, over what follows from the parts: collected where a part is given, excluded where not. */
  readonly states?: Readonly<Record<string, Partial<CollectorState>>>;
}

/** A snapshot, parsed by its schema, with the parts that a test is about; the other collectors were excluded. */
export function aSnapshot(parts: SnapshotParts = {}): Snapshot {
  const { k8s, gpu, os, systemd, network, topology, cloud, states = {} } = parts;
  const measurements: Snapshot['measurements'] = {
    ...(k8s ? { k8s: { ...K8S, ...k8s } } : {}),
    ...(gpu ? { gpu: { ...GPU, ...gpu } } : {}),
    ...(os ? { os: { ...OS, ...os } } : {}),
    ...(systemd ? { systemd: { ...SYSTEMD, ...systemd } } : {}),
    ...(network ? { network: { ...NETWORK, ...network } } : {}),
    ...(topology ? { topology: { ...TOPOLOGY, ...topology } } : {}),
    ...(cloud ? { cloud: { ...CLOUD, ...cloud } } : {}),
  };
  const names = ['k8s', 'gpu', 'os', 'systemd', 'network', 'topology', 'cloud'];
  return snapshotDocument.parse({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: {
      taken: parts.taken ?? '2026-11-20T08:00:00Z',
      cnsctl: '0.1.0',
      ...(parts.node === undefined ? {} : { node: parts.node }),
      redacted: false,
    },
    collectors: Object.fromEntries(
      names.map((name) => [
        name,
        { state: Object.hasOwn(measurements, name) ? 'collected' : 'excluded', missing: {}, ...states[name] },
      ]),
    ),
    measurements,
  });
}

/** A healthy node as the API server shows it. */
export const aNode = (node: Partial<KubeNode> = {}): KubeNode => ({
  conditions: { Ready: 'True' },
  unschedulable: false,
  kubelet: 'v1.34.2',
  architecture: 'amd64',
  allocatable: {},
  capacity: {},
  ...node,
});

/** A healthy GPU. */
export const aGpu = (gpu: Partial<NvidiaGpu> = {}): NvidiaGpu => ({
  uuid: 'GPU-00000000-0000-0000-0000-000000000001',
  product: 'NVIDIA H100 80GB HBM3',
  persistence: 'enabled',
  pcie: {},
  mig: { current: 'disabled', pending: 'disabled' },
  migDevices: {},
  ecc: { current: 'enabled', pending: 'enabled' },
  eccUncorrected: { volatile: 0, aggregate: 0 },
  remappedRows: { correctable: 0, uncorrectable: 0, pending: false, failed: false },
  fabric: { state: 'Completed', status: 'Success' },
  nvlink: { up: 18, total: 18, speedGBps: 26.562 },
  ...gpu,
});

/** What `nvidia-smi` shows, with the parts that a test is about. */
export const nvidia = (parts: Partial<NonNullable<GpuData['nvidia']>> = {}): NonNullable<GpuData['nvidia']> => ({
  driver: '580.126.20',
  gpus: [aGpu()],
  topology: {},
  affinity: {},
  nics: {},
  parameters: {},
  uvmParameters: {},
  ...parts,
});
