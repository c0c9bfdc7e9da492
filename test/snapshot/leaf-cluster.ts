import type { Leaf } from '../../src/recipe/leaf.ts';
import type { Snapshot } from '../../src/snapshot/document.ts';
import { kubeParts, type NodeParts } from './a-cluster.ts';
import { aSnapshot } from './a-snapshot.ts';

/** Names as `nvidia-smi` prints them; feature discovery writes a dash for a blank. */
const PRODUCTS: Readonly<Record<string, string>> = {
  a100: 'NVIDIA A100-SXM4-80GB',
  h100: 'NVIDIA H100 80GB HBM3',
  h200: 'NVIDIA H200',
  b200: 'NVIDIA B200',
  gb200: 'NVIDIA GB200',
  l4: 'NVIDIA L4',
  l40s: 'NVIDIA L40S',
};

const SYSTEMS: Readonly<
  Record<string, { readonly osImage: string; readonly kernel: string; readonly osVersion?: string }>
> = {
  ubuntu: { osImage: 'Ubuntu 24.04.2 LTS', kernel: '6.14.0-1018-aws', osVersion: '24.04' },
  al2023: { osImage: 'Amazon Linux 2023.8.20250707', kernel: '6.12.40-64.114.amzn2023.x86_64', osVersion: '2023' },
  bottlerocket: { osImage: 'Bottlerocket OS 1.50.0 (aws-k8s-1.34-nvidia)', kernel: '6.12.40', osVersion: '1.50.0' },
  cos: { osImage: 'Container-Optimized OS from Google', kernel: '6.6.97+' },
  azurelinux: { osImage: 'Microsoft Azure Linux 3.0', kernel: '6.6.96.2-1.azl3', osVersion: '3.0' },
  oraclelinux: { osImage: 'Oracle Linux Server 8.10', kernel: '5.15.0-310.184.5.2.el8uek.x86_64', osVersion: '8.10' },
};

interface ServiceShown {
  readonly version: string;
  readonly providerId: string;
  readonly region?: string;
  readonly labels: Readonly<Record<string, string>>;
}

const SERVICES: Readonly<Record<string, ServiceShown>> = {
  eks: {
    version: 'v1.34.2-eks-3025e55',
    providerId: 'aws:///us-east-2a/i-0123456789abcdef0',
    region: 'us-east-2',
    labels: { 'eks.amazonaws.com/nodegroup': 'gpu', 'eks.amazonaws.com/capacityType': 'ON_DEMAND' },
  },
  gke: {
    version: 'v1.34.2-gke.2037001',
    providerId: 'gce://project/us-central1-a/gke-gpu-1',
    region: 'us-central1',
    labels: { 'cloud.google.com/gke-nodepool': 'gpu' },
  },
  aks: {
    // The first whose nodes are Ubuntu 24.04.
    version: 'v1.35.1',
    providerId: 'azure:///subscriptions/s/resourceGroups/mc_rg_prod_westeurope/providers/x/0',
    region: 'westeurope',
    labels: { 'kubernetes.azure.com/cluster': 'MC_rg_prod_westeurope', 'kubernetes.azure.com/agentpool': 'gpu' },
  },
  oke: {
    version: 'v1.34.2',
    providerId: 'ocid1.instance.oc1.us-chicago-1.abc',
    region: 'us-chicago-1',
    labels: {
      'oke.oraclecloud.com/tenant_agent.version': '1.80',
      'oci.oraclecloud.com/fault-domain': 'FAULT-DOMAIN-1',
    },
  },
  'self-managed': { version: 'v1.34.2', providerId: '', labels: {} },
};

/** The snapshot that a cluster of a leaf would have: two nodes of one machine type, and one for everything else. */
export function leafCluster({ service, accelerator, os }: Leaf, instanceType: string, prefix = ''): Snapshot {
  const shown = SERVICES[service] ?? { version: '', providerId: '', labels: {} };
  const system = SYSTEMS[os] ?? { osImage: '', kernel: '' };
  const product = PRODUCTS[accelerator] ?? '';
  const own = service === 'self-managed';
  const region: Readonly<Record<string, string>> =
    shown.region === undefined ? {} : { 'topology.kubernetes.io/region': shown.region };
  const gpu: NodeParts = {
    osImage: system.osImage,
    kernel: system.kernel,
    kubelet: shown.version,
    capacity: { 'nvidia.com/gpu': '8' },
    ...(own ? {} : { instanceType, providerId: shown.providerId }),
    labels: { ...shown.labels, ...region, 'nvidia.com/gpu.product': product.replaceAll(' ', '-') },
  };
  const rest: NodeParts = {
    kubelet: shown.version,
    labels: own ? { 'node-role.kubernetes.io/control-plane': '' } : { ...shown.labels, ...region },
  };
  return aSnapshot({
    ...kubeParts(
      { [`${prefix}gpu-1`]: gpu, [`${prefix}gpu-2`]: gpu, [`${prefix}system-1`]: rest },
      { server: { version: shown.version } },
    ),
    node: `${prefix}gpu-1`,
    gpu: {
      nvidia: {
        driver: '580.159.04',
        gpus: [aGpu(product)],
        topology: {},
        affinity: {},
        nics: {},
        parameters: {},
        uvmParameters: {},
      },
    },
    os: {
      release: { ID: ID_OF[os] ?? os, ...(system.osVersion === undefined ? {} : { VERSION_ID: system.osVersion }) },
      kernel: { release: system.kernel },
      pageSizeKiB: accelerator === 'gb200' ? 64 : 4,
    },
  });
}

const ID_OF: Readonly<Record<string, string>> = { al2023: 'amzn', oraclelinux: 'ol' };

const aGpu = (product: string) => ({ uuid: 'GPU-1', product, pcie: {}, migDevices: {}, eccUncorrected: {} });
