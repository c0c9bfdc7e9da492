import type { KubeNode } from '../../src/snapshot/data/k8s.ts';
import type { Snapshot } from '../../src/snapshot/document.ts';
import { aSnapshot, type SnapshotParts } from './a-snapshot.ts';

/** One node of a cluster, as the API server shows it. */
export interface NodeParts extends Partial<KubeNode> {
  readonly labels?: Readonly<Record<string, string>>;
}

/** The parts of a snapshot that the API server gives, of nodes by name. */
export function kubeParts(
  nodes: Readonly<Record<string, NodeParts>>,
  k8s: SnapshotParts['k8s'] = {},
): Pick<SnapshotParts, 'k8s' | 'topology'> {
  const labels: Record<string, Record<string, string[]>> = {};
  for (const [name, { labels: own = {} }] of Object.entries(nodes))
    for (const [label, value] of Object.entries(own)) {
      labels[label] ??= {};
      const values = labels[label];
      values[value] = [...(values[value] ?? []), name];
    }
  return {
    k8s: {
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([name, { labels: _labels, ...node }]) => [
          name,
          { conditions: { Ready: 'True' }, unschedulable: false, allocatable: {}, capacity: {}, ...node },
        ]),
      ),
      ...k8s,
    },
    topology: { nodes: Object.keys(nodes).length, labels },
  };
}

/** A snapshot of a cluster that nobody looked at but through its API server. */
export const kubeSnapshot = (nodes: Readonly<Record<string, NodeParts>>, k8s: SnapshotParts['k8s'] = {}): Snapshot =>
  aSnapshot(kubeParts(nodes, k8s));

export const GPUS = { 'nvidia.com/gpu': '8', cpu: '190' } as const;

/** An EKS node with H100. */
export const h100: NodeParts = {
  kubelet: 'v1.34.2-eks-3025e55',
  kernel: '6.14.0-1018-aws',
  osImage: 'Ubuntu 24.04.2 LTS',
  providerId: 'aws:///us-east-2a/i-0123456789abcdef0',
  instanceType: 'p5.48xlarge',
  capacity: GPUS,
  labels: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3', 'topology.kubernetes.io/region': 'us-east-2' },
};

/** A node without GPUs. */
export const system: NodeParts = {
  kubelet: 'v1.34.2-eks-3025e55',
  osImage: 'Bottlerocket OS 1.40.0 (aws-k8s-1.34)',
  kernel: '6.1.0',
  instanceType: 'm7i.4xlarge',
  providerId: 'aws:///us-east-2b/i-0abcdef0123456789',
};
