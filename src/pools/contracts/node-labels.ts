import type { PoolsPlan } from '../plan.ts';
import type { Made } from './made/made.ts';

/** A label that nodes have although no pool gives it. */
export interface NodeLabel {
  /** The key, or what keys begin with where it ends with a slash or a dot. */
  readonly key: string;
  readonly why: string;
  /** Only where these services run the nodes. @default - everywhere */
  readonly services?: readonly string[];
  /** `join`: there when the node joins. `discovery`: only after pods of the tree have looked at the node. */
  readonly from: 'join' | 'discovery';
  /** True where only GPU nodes have it. */
  readonly isOfGpuNodes?: true;
  /** Its value on GPU nodes, where that is known. */
  readonly value?: (plan: PoolsPlan, made: Made) => string | undefined;
  readonly source: string;
}

/** Keys that may be selected without being a label of a pool. The first that fits decides. */
export const NODE_LABELS: readonly NodeLabel[] = [
  {
    key: 'kubernetes.io/arch',
    why: 'the kubelet puts its architecture on',
    from: 'join',
    value: ({ gpu }) => gpu.architecture,
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'kubernetes.io/os',
    why: 'the kubelet puts its operating system on',
    from: 'join',
    value: () => 'linux',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'kubernetes.io/hostname',
    why: 'the kubelet puts its name on',
    from: 'join',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'node.kubernetes.io/instance-type',
    why: 'the cloud controller puts the instance type on',
    services: ['eks', 'gke', 'aks', 'oke'],
    from: 'join',
    value: ({ gpu }) => gpu.instanceType,
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'topology.kubernetes.io/region',
    why: 'the cloud controller puts region and zone on',
    services: ['eks', 'gke', 'aks', 'oke'],
    from: 'join',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'topology.kubernetes.io/zone',
    why: 'the cloud controller puts region and zone on',
    services: ['eks', 'gke', 'aks', 'oke'],
    from: 'join',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'node-role.kubernetes.io/control-plane',
    why: 'kubeadm puts it on control planes; a managed service shows none',
    services: ['self-managed'],
    from: 'join',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  },
  {
    key: 'cloud.google.com/gke-accelerator',
    why: 'GKE puts the type of the accelerator on GPU nodes',
    services: ['gke'],
    from: 'join',
    isOfGpuNodes: true,
    value: ({ gpu }, { gpu: { acceleratorType } }) => acceleratorType?.value ?? gpu.instance?.acceleratorType,
    source: 'https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus',
  },
  {
    key: 'cloud.google.com/',
    why: 'GKE puts pool, machine and topology on',
    services: ['gke'],
    from: 'join',
    source: 'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/node-pools',
  },
  {
    key: 'eks.amazonaws.com/',
    why: 'EKS puts node group, image and capacity on',
    services: ['eks'],
    from: 'join',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html',
  },
  {
    key: 'topology.k8s.aws/',
    why: 'AWS puts the layers of its network on',
    services: ['eks'],
    from: 'join',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html',
  },
  {
    key: 'kubernetes.azure.com/',
    why: 'AKS puts pool, mode and accelerator on',
    services: ['aks'],
    from: 'join',
    source: 'https://learn.microsoft.com/azure/aks/use-labels',
  },
  {
    key: 'oci.oraclecloud.com/',
    why: 'OKE puts the place in the RDMA network on',
    services: ['oke'],
    from: 'join',
    source: 'oracle-quickstart/oci-hpc-oke (August 2026)',
  },
  {
    key: 'feature.node.kubernetes.io/pci-15b3.',
    why: 'node feature discovery finds NVIDIA NICs',
    from: 'discovery',
    isOfGpuNodes: true,
    source: 'https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/features.html',
  },
  {
    key: 'feature.node.kubernetes.io/',
    why: 'node feature discovery looks at every node',
    from: 'discovery',
    source: 'https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/features.html',
  },
  {
    key: 'nvidia.com/',
    why: 'GPU feature discovery and the GPU Operator label nodes with GPUs',
    from: 'discovery',
    isOfGpuNodes: true,
    source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html',
  },
];

/** The row of a label on clusters of a service. */
export const nodeLabel = (key: string, service: string): NodeLabel | undefined =>
  NODE_LABELS.find(
    (row) =>
      (row.key === key || (/[/.]$/.test(row.key) && key.startsWith(row.key))) &&
      (row.services?.includes(service) ?? true),
  );
