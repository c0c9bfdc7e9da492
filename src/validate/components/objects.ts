import { valueAt } from '../../path.ts';
import type { K8sData } from '../../snapshot/data/k8s.ts';

/** An operator's own resource whose status shows that it works. */
export interface OperatorResource {
  readonly component: string;
  /** Kind and group as snapshots write them; one of them must be there. */
  readonly kinds: readonly string[];
  readonly path: readonly string[];
  readonly ready: string;
  readonly source: string;
}

/** By the readiness that each construct declares for deployers. */
export const OPERATOR_RESOURCES: readonly OperatorResource[] = [
  {
    component: 'gpu-operator',
    kinds: ['ClusterPolicy.nvidia.com'],
    path: ['status', 'state'],
    ready: 'ready',
    source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/getting-started.html',
  },
  {
    component: 'network-operator',
    kinds: ['NicClusterPolicy.mellanox.com'],
    path: ['status', 'state'],
    ready: 'ready',
    source: 'https://docs.nvidia.com/networking/display/kubernetes2641/',
  },
  {
    component: 'node-tuning',
    kinds: ['NodeWright.nodewright.nvidia.com', 'Skyhook.skyhook.nvidia.com'],
    path: ['status', 'status'],
    ready: 'complete',
    source: 'https://github.com/NVIDIA/nodewright/tree/main/docs',
  },
];

/** What shows that a component without a Helm chart, or with CRDs only, is there. */
export interface OwnObjects {
  /** Names of CRDs, all of them. */
  readonly crds?: readonly string[];
  /** Workloads by the end of their key, `DaemonSet/kube-system/nccl-rdma-installer` without the namespace. */
  readonly workloads?: readonly string[];
  /** Kinds of custom resources, one of each. */
  readonly kinds?: readonly string[];
}

export const OWN_OBJECTS: Readonly<Record<string, OwnObjects>> = {
  'compute-domain': { kinds: ['ComputeDomain.resource.nvidia.com'] },
  'gateway-api-crds': {
    crds: ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants'].map(
      (name) => `${name}.gateway.networking.k8s.io`,
    ),
  },
  'gke-rdma': { workloads: ['DaemonSet/nccl-rdma-installer'] },
  'gke-tcpx': { workloads: ['DaemonSet/nccl-tcpx-installer'] },
  'gke-tcpxo': { workloads: ['DaemonSet/nccl-tcpxo-installer'] },
  'inference-extension-crds': {
    crds: ['inferencepools', 'inferencemodels'].map((name) => `${name}.inference.networking.x-k8s.io`),
  },
  'kgateway-crds': { crds: ['gatewayparameters', 'trafficpolicies'].map((name) => `${name}.gateway.kgateway.dev`) },
  'prometheus-operator-crds': {
    crds: ['podmonitors', 'prometheusrules', 'servicemonitors'].map((name) => `${name}.monitoring.coreos.com`),
  },
};

type Cluster = Pick<K8sData, 'customResourceDefinitions' | 'workloads' | 'customResources'>;

/** Which of a component's objects are there and which are not; `unready` where a workload of it does not run. */
export function ownObjects({ crds = [], workloads = [], kinds = [] }: OwnObjects, cluster: Cluster) {
  const found: string[] = [];
  const absent: string[] = [];
  const unready: string[] = [];
  const note = (name: string, there: boolean): void => void (there ? found : absent).push(name);
  for (const name of crds) note(name, cluster.customResourceDefinitions.includes(name));
  for (const kind of kinds)
    note(
      kind,
      Object.keys(cluster.customResources).some((key) => isOfKind(key, kind)),
    );
  for (const name of workloads) {
    const [kind, last] = name.split('/');
    const entry = Object.entries(cluster.workloads).find(([key]) => {
      const parts = key.split('/');
      return parts[0] === kind && parts.at(-1) === last;
    });
    note(name, entry !== undefined);
    if (entry && entry[1].ready < entry[1].desired)
      unready.push(`${entry[0]} has ${entry[1].ready} of ${entry[1].desired} pods ready`);
  }
  return { found, absent, unready };
}

/** `ClusterPolicy.nvidia.com//cluster-policy` is of kind `ClusterPolicy.nvidia.com`. */
export const isOfKind = (key: string, kind: string): boolean => key.slice(0, key.indexOf('/')) === kind;

/** The resources of one operator that a cluster has, with the state that each shows. */
export const operatorStates = (
  { kinds, path }: OperatorResource,
  { customResources }: Pick<K8sData, 'customResources'>,
): { readonly key: string; readonly state: string | undefined }[] =>
  Object.entries(customResources)
    .filter(([key]) => kinds.some((kind) => isOfKind(key, kind)))
    .map(([key, resource]) => {
      const state = valueAt(resource, path);
      return { key, state: typeof state === 'string' ? state : undefined };
    });
