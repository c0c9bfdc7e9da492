/**
 * Units that a GPU node stands on. One that a machine does not have is asked for too: that it is not there (`nvidia-imex` under
 * ComputeDomains) or masked is what a recipe may want to know.
 */
export const UNITS: readonly string[] = [
  'containerd.service',
  'crio.service',
  'docker.service',
  'irqbalance.service',
  'kubelet.service',
  'nvidia-dcgm.service',
  'nvidia-fabricmanager.service',
  'nvidia-imex.service',
  'nvidia-persistenced.service',
  'nvlsm.service', // a unit on Bottlerocket; elsewhere the fabric manager starts it
  // Kubernetes as snaps of Canonical: Canonical Kubernetes, MicroK8s, and the kubelet of Ubuntu's images for EKS.
  'snap.k8s.containerd.service',
  'snap.k8s.kubelet.service',
  'snap.kubelet-eks.daemon.service',
  'snap.microk8s.daemon-containerd.service',
  'snap.microk8s.daemon-kubelite.service',
  // One process that starts both containerd and the kubelet, with its limits.
  'k3s-agent.service',
  'k3s.service',
  'rke2-agent.service',
  'rke2-server.service',
  'tuned.service',
];

/** Those of them whose main process is the kubelet itself. */
export const KUBELET_UNITS: readonly string[] = [
  'kubelet.service',
  'snap.k8s.kubelet.service',
  'snap.kubelet-eks.daemon.service',
];

const LIMITS = ['LimitCORE', 'LimitMEMLOCK', 'LimitNOFILE', 'LimitNPROC', 'LimitSTACK'] as const;

/** Limits of processes by systemd's names, the hard one and, with `Soft`, the soft one. */
export const LIMIT_PROPERTIES: readonly string[] = LIMITS.flatMap((name) => [name, `${name}Soft`]);

/** Other properties that a snapshot holds. `Environment` is none of them: it may hold secrets. */
export const OTHER_PROPERTIES: readonly string[] = [
  'CPUAffinity',
  'Delegate',
  'DropInPaths',
  'ExecMainStatus',
  'FragmentPath',
  'NUMAMask',
  'NUMAPolicy',
  'NeedDaemonReload', // yes: the files say something else than the running unit
  'OOMScoreAdjust',
  'TasksMax',
];
