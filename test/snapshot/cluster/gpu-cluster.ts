import {
  builtInKinds,
  type DescribedCluster,
  type DescribedObject,
  DIGEST,
  gpuNode,
  kind,
  runningPod,
} from '../../io/kube/described-cluster.ts';

const DRIVER = 'nvcr.io/nvidia/driver:580.126.20-ubuntu24.04';
const when = '2026-03-01T10:00:00Z';

const workload = (name: string, spec: object, status: object): DescribedObject => ({
  metadata: {
    name,
    namespace: 'gpu-operator',
    labels: {
      'helm.sh/chart': 'gpu-operator-v26.3.3',
      'app.kubernetes.io/version': 'v26.3.3',
      'app.kubernetes.io/instance': 'gpu-operator',
    },
  },
  spec: {
    ...spec,
    template: { spec: { initContainers: [{ image: 'b' }], containers: [{ image: 'a' }, { image: 'b' }] } },
  },
  status,
});

const slice = (name: string, nodeName: string | undefined, generation: number, devices: number): DescribedObject => ({
  metadata: { name },
  spec: {
    driver: 'gpu.nvidia.com',
    ...(nodeName === undefined ? { allNodes: true } : { nodeName }),
    pool: { name: nodeName ?? 'fabric', generation, resourceSliceCount: 1 },
    devices: Array.from({ length: devices }, (_, i) => ({ name: `gpu-${i}` })),
  },
});

/** A small GPU cluster with one of everything that a collector looks at. */
export const GPU_CLUSTER: DescribedCluster = {
  version: { gitVersion: 'v1.34.2-eks-1234567', platform: 'linux/amd64' },
  kinds: [
    ...builtInKinds({
      nodes: [
        gpuNode('gpu-1', {
          labels: { 'nvidia.com/gpu.clique': 'a.1', 'nvidia.com/gfd.timestamp': '1767225600' },
          taints: [
            { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
            { key: 'old', effect: 'NoExecute', timeAdded: when },
          ],
        }),
        gpuNode('gpu-2', {
          labels: { 'nvidia.com/gpu.clique': 'a.1', 'topology.kubernetes.io/zone': 'us-east-2b' },
          taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
        }),
      ],
      pods: [
        runningPod('gpu-operator', 'driver-1', [[DRIVER, `nvcr.io/nvidia/driver@${DIGEST('a')}`]]),
        runningPod('gpu-operator', 'driver-2', [
          [DRIVER, `docker-pullable://nvcr.io/nvidia/driver@${DIGEST('b')}`],
          [DRIVER, ''],
        ]),
        runningPod('user', 'local', [['local:1', DIGEST('c')]]),
        runningPod('user', 'over', [['over:1', `x@${DIGEST('d')}`]], 'Succeeded'),
        {
          metadata: { name: 'all', namespace: 'user' },
          spec: {
            containers: [{ name: 'a', image: 'main:1' }],
            initContainers: [{ name: 'b', image: 'init:1' }],
            ephemeralContainers: [{ name: 'c', image: 'debug:1' }],
          },
          status: {
            phase: 'Pending',
            initContainerStatuses: [{ name: 'b', imageID: `init@${DIGEST('e')}` }],
            ephemeralContainerStatuses: [{ name: 'c', imageID: `debug@${DIGEST('f')}` }],
          },
        },
      ],
      deployments: [workload('gpu-operator', { replicas: 2 }, { readyReplicas: 1 })],
      daemonsets: [workload('driver', {}, { desiredNumberScheduled: 2, numberReady: 2 })],
      statefulsets: [
        {
          metadata: { name: 'db', namespace: 'user', annotations: { 'meta.helm.sh/release-name': 'mine' } },
          spec: {},
          status: {},
        },
      ],
      crds: [{ metadata: { name: 'clusterpolicies.nvidia.com' } }, { metadata: { name: 'applications.argoproj.io' } }],
    }),
    kind('nvidia.com', 'v1', 'ClusterPolicy', 'clusterpolicies', [
      {
        metadata: { name: 'cluster-policy', uid: 'u', generation: 3 },
        spec: { driver: { enabled: true, version: '580.126.20' }, validFrom: when },
        status: {
          state: 'ready',
          observedGeneration: 3,
          started: when,
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: when, observedGeneration: 3 }],
        },
      },
    ]),
    kind('nvidia.com', 'v1alpha1', 'NVIDIADriver', 'nvidiadrivers', []),
    kind('skyhook.nvidia.com', 'v1alpha1', 'Skyhook', 'skyhooks', [
      { metadata: { name: 'tuning' }, spec: { packages: {} }, status: { status: 'complete' } },
    ]),
    kind('argoproj.io', 'v1alpha1', 'Application', 'applications', [
      {
        metadata: { name: 'gpu-operator', namespace: 'argocd' },
        spec: {
          source: { repoURL: 'https://helm.ngc.nvidia.com/nvidia', chart: 'gpu-operator', targetRevision: 'v26.3.3' },
          destination: { namespace: 'gpu-operator' },
        },
        status: { sync: { status: 'Synced', revision: 'v26.3.3' }, health: { status: 'Healthy' } },
      },
      {
        metadata: { name: 'many', namespace: 'argocd' },
        spec: {
          source: { repoURL: 'ignored' },
          sources: [
            { repoURL: 'https://git.example/values', targetRevision: 'main', path: 'x' },
            { repoURL: 'https://charts.example', chart: 'thing', targetRevision: '1.2.3' },
          ],
        },
        status: {
          sync: { status: 'OutOfSync', revisions: ['0123abc', '1.2.2'] },
          health: { status: 'Degraded' },
          conditions: [{ type: 'SyncError', message: 'no', lastTransitionTime: when }],
        },
      },
    ]),
    kind('helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases', [
      {
        metadata: { name: 'cert-manager', namespace: 'flux-system' },
        spec: { targetNamespace: 'cert-manager', chart: { spec: { chart: 'cert-manager', version: 'v1.21.1' } } },
        status: {
          conditions: [{ type: 'Ready', status: 'False', message: 'upgrade failed' }],
          history: [
            { chartName: 'cert-manager', chartVersion: '1.21.1', status: 'failed' },
            { chartName: 'cert-manager', chartVersion: '1.20.0', status: 'deployed' },
          ],
        },
      },
    ]),
    kind('resource.k8s.io', 'v1beta1', 'ResourceSlice', 'resourceslices', [
      slice('old', 'gpu-1', 1, 8),
      slice('new-1', 'gpu-1', 2, 4),
      slice('new-2', 'gpu-1', 2, 3),
      slice('other', 'gpu-2', 1, 8),
      slice('fabric', undefined, 1, 2),
    ]),
    kind('resource.k8s.io', 'v1beta1', 'DeviceClass', 'deviceclasses', [
      { metadata: { name: 'gpu.nvidia.com' }, spec: { selectors: [] } },
    ]),
  ],
};
