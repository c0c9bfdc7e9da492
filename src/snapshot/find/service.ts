import { formatPath } from '../../path.ts';
import { SERVICE_OF } from '../cloud/given.ts';
import type { Provider } from '../data/cloud.ts';
import type { Snapshot } from '../document.ts';
import type { Evidence } from './evidence.ts';
import { sawAll } from './gaps.ts';
import type { Witness } from './witness.ts';

/**
 * Suffixes that services and distributions put behind a version of Kubernetes. AKS, OKE and kubeadm put none.
 *
 * EKS `v1.34.2-eks-3025e55`, GKE `v1.34.1-gke.2037001`, k3s `v1.34.2+k3s1`, RKE2 `v1.34.2+rke2r1`, Alibaba `v1.34.1-aliyun.1`.
 */
const VERSIONS: readonly { readonly pattern: RegExp; readonly service: string }[] = [
  { pattern: /-eks-[0-9a-f]+/, service: 'eks' },
  { pattern: /-gke\.\d+/, service: 'gke' },
  { pattern: /\+k3s\d+/, service: 'k3s' },
  { pattern: /\+rke2r\d+/, service: 'rke2' },
  { pattern: /-aliyun\.\d+/, service: 'ack' },
];

/**
 * Labels that a service puts on its nodes; a prefix ends in `/` or in the middle of a name. Those of a cloud's controller
 * (`topology.kubernetes.io/…`, `oci.oraclecloud.com/fault-domain`) are not here: a cluster of one's own on that cloud has them too.
 * Services that have no recipe are, so that their clusters are not taken for self-managed ones.
 *
 * Sources: the node label pages of each service; kubernetes.io/docs/reference/labels-annotations-taints (control-plane).
 */
const LABELS: readonly { readonly prefix: string; readonly service: string }[] = [
  { prefix: 'eks.amazonaws.com/', service: 'eks' },
  { prefix: 'cloud.google.com/gke-nodepool', service: 'gke' },
  { prefix: 'kubernetes.azure.com/agentpool', service: 'aks' },
  { prefix: 'kubernetes.azure.com/cluster', service: 'aks' },
  { prefix: 'oke.oraclecloud.com/', service: 'oke' },
  { prefix: 'oci.oraclecloud.com/oke-', service: 'oke' },
  { prefix: 'doks.digitalocean.com/', service: 'doks' },
  { prefix: 'lke.linode.com/', service: 'lke' },
  { prefix: 'node.coreweave.cloud/', service: 'coreweave' },
  { prefix: 'node.openshift.io/', service: 'openshift' },
  // No managed service shows the nodes of its control plane.
  { prefix: 'node-role.kubernetes.io/control-plane', service: 'self-managed' },
];

/** How a cloud's controller begins the ids of its nodes. */
const PROVIDER_IDS: readonly { readonly prefix: string; readonly provider: Provider }[] = [
  { prefix: 'aws://', provider: 'aws' },
  { prefix: 'gce://', provider: 'gcp' },
  { prefix: 'azure://', provider: 'azure' },
  { prefix: 'oci://', provider: 'oci' },
  { prefix: 'ocid1.instance.', provider: 'oci' },
];

/**
 * What shows which service runs the cluster. A cloud is no service: on every cloud people run clusters of their own, so a provider makes
 * its service likely, contradicts those of other clouds, and says nothing against a self-managed cluster.
 */
export function serviceEvidence(snapshot: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  const { k8s, topology, cloud } = snapshot.measurements;
  const host = witnesses.some((one) => one.host);
  const certain = (value: string, path: string, seen: string): Evidence => ({ value, sureness: 'certain', path, seen });
  const byVersion = (text: string, path: string) =>
    VERSIONS.filter(({ pattern }) => pattern.test(text)).map(({ service }) => certain(service, path, text));

  const says = [
    ...(k8s === undefined ? [] : byVersion(k8s.server.version, 'measurements.k8s.server.version')),
    ...witnesses.flatMap(({ kubelet }) => (kubelet === undefined ? [] : byVersion(kubelet.text, kubelet.path))),
    ...LABELS.flatMap(({ prefix, service }) => {
      const label = Object.keys(topology?.labels ?? {})
        .sort()
        .find((one) => one.startsWith(prefix));
      if (label === undefined) return [];
      return [certain(service, formatPath(['measurements', 'topology', 'labels', label]), label)];
    }),
    ...(host && cloud?.cluster !== undefined
      ? [certain(cloud.cluster.service, 'measurements.cloud.cluster.service', cloud.cluster.service)]
      : []),
  ];
  const where = providers(snapshot, witnesses);
  // Self-managed on a cloud is no contradiction; a service of one cloud on another is.
  const other = says.filter(({ value }) => value !== 'self-managed');
  if (says.length > 0 && other.length === 0) return says;
  if (says.length + where.length > 0) return [...says, ...where];
  return nothingManaged(snapshot) ? [SELF_MANAGED] : [];
}

function providers({ measurements: { cloud } }: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  const likely = (provider: Provider, path: string, seen: string): Evidence => ({
    value: SERVICE_OF[provider],
    sureness: 'likely',
    path,
    seen,
  });
  const ids = witnesses.flatMap(({ providerId }) => {
    const row = PROVIDER_IDS.find(({ prefix }) => providerId?.text.startsWith(prefix));
    return row === undefined || providerId === undefined ? [] : [likely(row.provider, providerId.path, row.prefix)];
  });
  const host = witnesses.some((one) => one.host);
  const own =
    host && cloud?.provider !== undefined
      ? [likely(cloud.provider, 'measurements.cloud.provider', cloud.provider)]
      : [];
  return [...ids, ...own];
}

/** Everything was looked at, and nothing of it is of a service or cloud. That makes it likely: a service that nobody knows shows no more. */
function nothingManaged(snapshot: Snapshot): boolean {
  const all = sawAll(snapshot, 'k8s') && sawAll(snapshot, 'topology') && sawAll(snapshot, 'cloud');
  return all && snapshot.measurements.cloud?.from === 'none';
}

const SELF_MANAGED: Evidence = {
  value: 'self-managed',
  sureness: 'likely',
  path: 'measurements.k8s.server.version',
  seen: 'no version, label, provider id or metadata of a service',
};
