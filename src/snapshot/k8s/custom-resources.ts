/** A kind of custom resource that a snapshot holds. */
export interface CustomKind {
  readonly group: string;
  readonly kind: string;
  /** Plural name in lower case. */
  readonly resource: string;
  /** Versions that are known, best first. A server that has none of them is asked for the one that it prefers. */
  readonly versions: readonly string[];
}

const kinds = (
  group: string,
  versions: readonly string[],
  names: Readonly<Record<string, string>>,
): readonly CustomKind[] => Object.entries(names).map(([kind, resource]) => ({ group, kind, resource, versions }));

/**
 * Operators' own resources that say how GPUs, networks, nodes and queues are set up. To add one: its line here, its rule in
 * docs/examples/rbac/snapshot-reader.yaml. Not here: Secrets, jobs and servers of users, and what operators keep for themselves (one object a node or pod).
 */
export const CUSTOM_KINDS: readonly CustomKind[] = [
  // https://github.com/NVIDIA/gpu-operator
  ...kinds('nvidia.com', ['v1', 'v1alpha1'], {
    ClusterPolicy: 'clusterpolicies',
    GPUCluster: 'gpuclusters',
    NVIDIADriver: 'nvidiadrivers',
  }),
  // https://github.com/Mellanox/network-operator
  ...kinds('mellanox.com', ['v1alpha1'], {
    HostDeviceNetwork: 'hostdevicenetworks',
    IPoIBNetwork: 'ipoibnetworks',
    MacvlanNetwork: 'macvlannetworks',
    NicClusterPolicy: 'nicclusterpolicies',
    NicNodePolicy: 'nicnodepolicies',
  }),
  // https://github.com/Mellanox/nvidia-k8s-ipam
  ...kinds('nv-ipam.nvidia.com', ['v1alpha1'], { CIDRPool: 'cidrpools', IPPool: 'ippools' }),
  // https://github.com/k8snetworkplumbingwg/sriov-network-operator
  ...kinds('sriovnetwork.openshift.io', ['v1'], {
    SriovIBNetwork: 'sriovibnetworks',
    SriovNetwork: 'sriovnetworks',
    SriovNetworkNodePolicy: 'sriovnetworknodepolicies',
    SriovNetworkPoolConfig: 'sriovnetworkpoolconfigs',
    SriovOperatorConfig: 'sriovoperatorconfigs',
  }),
  // Node agents: Skyhook, and NodeWright as it is called now (https://github.com/NVIDIA/skyhook)
  ...kinds('nodewright.nvidia.com', ['v1alpha1'], {
    DeploymentPolicy: 'deploymentpolicies',
    NodeWright: 'nodewrights',
  }),
  ...kinds('skyhook.nvidia.com', ['v1alpha1'], { DeploymentPolicy: 'deploymentpolicies', Skyhook: 'skyhooks' }),
  // Dynamic resource allocation. https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
  ...kinds('resource.k8s.io', ['v1', 'v1beta2', 'v1beta1'], { DeviceClass: 'deviceclasses' }),
  ...kinds('resource.nvidia.com', ['v1beta1'], { ComputeDomain: 'computedomains' }),
  // https://github.com/ROCm/gpu-operator, https://github.com/ROCm/network-operator
  ...kinds('amd.com', ['v1alpha1'], { DeviceConfig: 'deviceconfigs', NetworkConfig: 'networkconfigs' }),
  // https://kueue.sigs.k8s.io
  ...kinds('kueue.x-k8s.io', ['v1beta2', 'v1beta1'], {
    ClusterQueue: 'clusterqueues',
    Cohort: 'cohorts',
    LocalQueue: 'localqueues',
    ResourceFlavor: 'resourceflavors',
    Topology: 'topologies',
  }),
  // https://github.com/NVIDIA/KAI-Scheduler
  ...kinds('kai.scheduler', ['v1', 'v1alpha1'], {
    Config: 'configs',
    SchedulingShard: 'schedulingshards',
    Topology: 'topologies',
  }),
  ...kinds('scheduling.run.ai', ['v2'], { Queue: 'queues' }),
  // Networks for several interfaces a node on GKE.
  ...kinds('networking.gke.io', ['v1'], { GKENetworkParamSet: 'gkenetworkparamsets', Network: 'networks' }),
  // https://karpenter.sh
  ...kinds('karpenter.sh', ['v1'], { NodePool: 'nodepools' }),
];

/** What dynamic resource allocation offers, counted apart. */
export const RESOURCE_SLICES: CustomKind = {
  group: 'resource.k8s.io',
  kind: 'ResourceSlice',
  resource: 'resourceslices',
  versions: ['v1', 'v1beta2', 'v1beta1'],
};

/** What applies releases. */
export const APPLICATIONS: CustomKind = {
  group: 'argoproj.io',
  kind: 'Application',
  resource: 'applications',
  versions: ['v1alpha1'],
};
export const HELM_RELEASES: CustomKind = {
  group: 'helm.toolkit.fluxcd.io',
  kind: 'HelmRelease',
  resource: 'helmreleases',
  versions: ['v2', 'v2beta2'],
};
