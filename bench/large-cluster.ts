import {
  builtInKinds,
  type DescribedCluster,
  type DescribedObject,
  DIGEST,
  gpuNode,
  kind,
} from '../test/io/kube/described-cluster.ts';

/** Labels as Node Feature Discovery and GPU Feature Discovery put them on a GPU node: about a hundred and fifty. */
const FEATURES = Object.fromEntries(
  Array.from({ length: 150 }, (_, i) => [`feature.node.kubernetes.io/cpu-cpuid.FEATURE${i}`, 'true']),
);

/** As an API server keeps them and a client rarely wants them: half of what a pod weighs. */
const managedFields = Array.from({ length: 3 }, (_, i) => ({
  manager: `manager-${i}`,
  operation: 'Update',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    Array.from({ length: 25 }, (_unused, field) => [`f:field-${field}`, { 'f:value': {}, 'f:name': {} }]),
  ),
}));

const IMAGES = Array.from(
  { length: 40 },
  (_, i) =>
    [
      `registry.example/team/image-${i}:v1.${i}.0`,
      `registry.example/team/image-${i}@${DIGEST((i % 10).toString())}`,
    ] as const,
);

const CONDITIONS = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
  type,
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: '2026-01-01T00:00:00Z',
}));

/** A pod as it comes from a server: about 6 KB. */
function pod(node: string, i: number): DescribedObject {
  const containers = [0, 1].map((c) => {
    const [image = '', imageID = ''] = IMAGES[(i + c) % IMAGES.length] ?? [];
    return { name: `c${c}`, image, imageID };
  });
  return {
    metadata: {
      name: `${node}-pod-${String(i).padStart(2, '0')}`,
      namespace: `team-${i % 20}`,
      uid: `uid-${node}-${i}`,
      labels: { app: `app-${i}` },
      managedFields,
    },
    spec: {
      nodeName: node,
      containers: containers.map(({ name, image }) => ({
        name,
        image,
        env: Array.from({ length: 10 }, (_, e) => ({
          name: `VARIABLE_${e}`,
          value: `a value of some length, number ${e}`,
        })),
        resources: { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '2Gi' } },
        volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
      })),
    },
    status: {
      phase: 'Running',
      conditions: CONDITIONS,
      containerStatuses: containers.map((one) => ({
        ...one,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
      })),
    },
  };
}

/** GPU nodes with everything that makes them large, and as many pods each. */
export function largeCluster(nodes: number, podsEach: number): DescribedCluster {
  const names = Array.from({ length: nodes }, (_, i) => `gpu-${String(i).padStart(4, '0')}`);
  return {
    version: { gitVersion: 'v1.34.2', platform: 'linux/amd64' },
    kinds: [
      ...builtInKinds({
        nodes: names.map((name, i) =>
          gpuNode(name, {
            labels: { ...FEATURES, 'nvidia.com/gpu.clique': `domain-${Math.floor(i / 18)}.0` },
            taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
          }),
        ),
        pods: names.flatMap((name) => Array.from({ length: podsEach }, (_, i) => pod(name, i))),
      }),
      kind('nvidia.com', 'v1', 'ClusterPolicy', 'clusterpolicies', [
        { metadata: { name: 'cluster-policy' }, spec: { driver: { version: '580.126.20' } } },
      ]),
      kind(
        'resource.k8s.io',
        'v1',
        'ResourceSlice',
        'resourceslices',
        names.map((name) => ({
          metadata: { name: `${name}-slice` },
          spec: {
            driver: 'gpu.nvidia.com',
            nodeName: name,
            pool: { name, generation: 1, resourceSliceCount: 1 },
            devices: Array.from({ length: 8 }, (_, i) => ({ name: `gpu-${i}` })),
          },
        })),
      ),
    ],
  };
}
