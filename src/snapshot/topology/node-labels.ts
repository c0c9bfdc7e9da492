/**
 * Labels that name a node rather than a group of nodes, or that say when something ran: no label of a topology, and left out.
 * A label whose value is the node's own name is left out too.
 */
export const OWN_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'alpha.eksctl.io/instance-id',
  'oci.oraclecloud.com/rdma.host_id',
  // GPU Feature Discovery: seconds since 1970 of its last run.
  'nvidia.com/gfd.timestamp',
]);

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/**
 * Labels that say where a node stands in a fabric: nodes with one value of it are near each other.
 *
 * - NVLink domain and clique: https://github.com/NVIDIA/k8s-device-plugin (GPU Feature Discovery)
 * - racks and NVLink domains given by NVIDIA Topograph: https://github.com/NVIDIA/topograph
 * - EKS: https://docs.aws.amazon.com/eks/latest/userguide/node-topology.html
 * - GKE: https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-topology-aware-scheduling
 * - OKE: https://github.com/oracle-quickstart/oci-hpc-oke, docs/using-rdma-network-locality-when-running-workloads-on-oke.md
 */
export const FABRIC_LABELS: ReadonlySet<string> = new Set([
  'nvidia.com/gpu.clique',
  'network.topology.nvidia.com/accelerator',
  'network.topology.nvidia.com/leaf',
  'network.topology.nvidia.com/spine',
  'network.topology.nvidia.com/core',
  // As its older releases call leaf and core.
  'network.topology.nvidia.com/block',
  'network.topology.nvidia.com/datacenter',
  'topology.k8s.aws/network-node-layer-1',
  'topology.k8s.aws/network-node-layer-2',
  'topology.k8s.aws/network-node-layer-3',
  'topology.k8s.aws/ultraserver-id',
  'cloud.google.com/gce-topology-block',
  'cloud.google.com/gce-topology-subblock',
  'cloud.google.com/gce-topology-host',
  'oci.oraclecloud.com/rdma.hpc_island_id',
  'oci.oraclecloud.com/rdma.network_block_id',
  'oci.oraclecloud.com/rdma.local_block_id',
]);
