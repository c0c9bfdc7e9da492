import type { SeverityRule } from '../../severity-rule.ts';

/** What a difference of two snapshots means. The rule for the deepest place speaks; at one depth that which names most keys, then the first. */
export const SNAPSHOT_SEVERITIES: readonly SeverityRule[] = [
  // Driver
  {
    at: 'measurements.gpu.*.driver',
    severity: 'critical',
    reason: 'the driver decides which CUDA, firmware and operator run',
  },
  {
    at: 'measurements.gpu.nvidia.kernelModules',
    severity: 'critical',
    reason: 'open and closed modules are two drivers',
  },
  {
    at: 'measurements.gpu.nvidia.parameters',
    severity: 'critical',
    reason: 'parameters of the driver as it is loaded',
  },
  {
    at: 'measurements.gpu.nvidia.uvmParameters',
    severity: 'critical',
    reason: 'parameters of the driver as it is loaded',
  },
  { at: 'measurements.gpu.nvidia.cuda', severity: 'warning', reason: 'the newest CUDA that programs may ask for' },
  { at: 'measurements.gpu.amd.rocm', severity: 'warning', reason: 'the ROCm that programs are built for' },
  { at: 'measurements.gpu.*.gpus', severity: 'critical', reason: 'GPUs came or went' },
  { at: 'measurements.gpu.*.gpus.*.*', severity: 'warning', reason: 'how a GPU is set, or in what state it is' },
  { at: 'measurements.gpu.*.gpus.*.mig', severity: 'critical', reason: 'MIG decides what a pod is given' },
  { at: 'measurements.gpu.*.gpus.*.migDevices', severity: 'critical', reason: 'MIG decides what a pod is given' },
  { at: 'measurements.gpu.*.gpus.*.ecc', severity: 'critical', reason: 'without ECC results may be wrong unseen' },
  { at: 'measurements.gpu.*.gpus.*.fabric', severity: 'critical', reason: 'a GPU outside its fabric stops jobs' },
  { at: 'measurements.gpu.*.gpus.*.nvlink', severity: 'critical', reason: 'links between GPUs went down or came up' },
  {
    at: 'measurements.gpu.amd.gpus.*.computePartition',
    severity: 'critical',
    reason: 'partitions decide what a pod is given',
  },
  {
    at: 'measurements.gpu.amd.gpus.*.memoryPartition',
    severity: 'critical',
    reason: 'partitions decide what a pod is given',
  },
  { at: 'measurements.gpu', severity: 'warning', reason: 'the GPUs of the node, or how they reach each other' },
  // Kubernetes
  { at: 'measurements.k8s.server', severity: 'critical', reason: 'the version of Kubernetes' },
  { at: 'measurements.k8s.apiGroups', severity: 'critical', reason: 'what the API server serves' },
  { at: 'measurements.k8s.nodes', severity: 'critical', reason: 'nodes came or went' },
  { at: 'measurements.k8s.nodes.*.*', severity: 'warning', reason: 'what a node is or offers' },
  { at: 'measurements.k8s.nodes.*.kubelet', severity: 'critical', reason: 'the version of Kubernetes on a node' },
  { at: 'measurements.k8s.nodes.*.runtime', severity: 'critical', reason: 'the container runtime of a node' },
  { at: 'measurements.k8s.nodes.*.kernel', severity: 'critical', reason: 'the kernel of a node' },
  { at: 'measurements.k8s.nodes.*.conditions', severity: 'critical', reason: 'whether a node is well' },
  { at: 'measurements.k8s.nodes.*.allocatable', severity: 'critical', reason: 'what pods may have of a node' },
  { at: 'measurements.k8s.releases', severity: 'critical', reason: 'what Argo CD or Flux applies' },
  { at: 'measurements.k8s.releases.*.message', severity: 'info', reason: 'what the controller says' },
  {
    at: 'measurements.k8s.customResources.*.spec',
    severity: 'critical',
    reason: 'what an operator is told to do',
  },
  { at: 'measurements.k8s.customResources.*.status', severity: 'warning', reason: 'what an operator says it did' },
  { at: 'measurements.k8s.customResourceDefinitions', severity: 'critical', reason: 'kinds that the API server knows' },
  { at: 'measurements.k8s.resourceSlices', severity: 'critical', reason: 'devices that pods may claim' },
  { at: 'measurements.k8s', severity: 'warning', reason: 'what runs in the cluster' },
  // Boot arguments and kernel
  {
    at: 'measurements.os.bootArguments',
    severity: 'critical',
    reason: 'boot arguments: the kernel itself is set otherwise',
  },
  { at: 'measurements.os.kernel', severity: 'critical', reason: 'drivers are built for one kernel' },
  {
    at: 'measurements.os.pageSizeKiB',
    severity: 'critical',
    reason: 'the page size decides which huge pages there are',
  },
  {
    at: 'measurements.os.iommuGroups',
    severity: 'critical',
    reason: 'the IOMMU stands between GPUs and network cards',
  },
  // Security settings
  ...['kernel.yama.ptrace_scope', 'kernel.kptr_restrict', 'kernel.dmesg_restrict', 'kernel.randomize_va_space'].map(
    (name): SeverityRule => ({
      at: `measurements.os.sysctl[${JSON.stringify(name)}]`,
      severity: 'critical',
      reason: 'security: what one process may see of another',
    }),
  ),
  {
    at: 'measurements.systemd.userLimits',
    severity: 'critical',
    reason: 'security: what users may lock, open and start',
  },
  { at: 'measurements.systemd.units.*.limits', severity: 'critical', reason: 'limits of a service reach every pod' },
  { at: 'measurements.systemd', severity: 'warning', reason: 'services that a GPU node stands on' },
  { at: 'measurements.os', severity: 'warning', reason: 'how the operating system is set' },
  { at: 'measurements.network', severity: 'warning', reason: 'the network that jobs talk over' },
  { at: 'measurements.network.rdma', severity: 'critical', reason: 'RDMA devices came or went' },
  { at: 'measurements.network.rdma.*.*', severity: 'warning', reason: 'how a network card is set' },
  { at: 'measurements.network.rdma.*.ports.*', severity: 'critical', reason: 'links of the fabric' },
  { at: 'measurements.topology.taints', severity: 'critical', reason: 'taints decide which pods come to a node' },
  { at: 'measurements.topology', severity: 'warning', reason: 'how nodes are marked and where they stand' },
  { at: 'measurements.cloud', severity: 'warning', reason: 'what the cloud says of the node' },
  { at: 'measurements', severity: 'warning', reason: 'something that was measured' },
  { at: 'collectors', severity: 'warning', reason: 'what could be read of the machine' },
];
