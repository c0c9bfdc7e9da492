/** A kind with all its objects, as a server of ours holds it. */
export interface DescribedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
  readonly objects: readonly DescribedObject[];
}

export interface DescribedObject {
  readonly metadata: { readonly name: string; readonly namespace?: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What a server of ours serves. */
export interface DescribedCluster {
  readonly version: { readonly gitVersion: string; readonly platform: string };
  readonly kinds: readonly DescribedKind[];
}

export const kind = (
  group: string,
  version: string,
  name: string,
  resource: string,
  objects: readonly DescribedObject[] = [],
): DescribedKind => ({ group, version, kind: name, resource, objects });

/** Kinds that every API server has. */
export const builtInKinds = (
  objects: Readonly<Record<string, readonly DescribedObject[]>>,
): readonly DescribedKind[] => [
  kind('', 'v1', 'Node', 'nodes', objects.nodes),
  kind('', 'v1', 'Pod', 'pods', objects.pods),
  kind('', 'v1', 'ConfigMap', 'configmaps', objects.configmaps),
  kind('', 'v1', 'Secret', 'secrets', [{ metadata: { name: 'do-not-read', namespace: 'default' } }]),
  kind('apps', 'v1', 'Deployment', 'deployments', objects.deployments),
  kind('apps', 'v1', 'DaemonSet', 'daemonsets', objects.daemonsets),
  kind('apps', 'v1', 'StatefulSet', 'statefulsets', objects.statefulsets),
  kind('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', 'customresourcedefinitions', objects.crds),
];

/** As a kubelet of a GPU node reports it, with what varies and what is long. */
export const gpuNode = (
  name: string,
  more: { readonly labels?: object; readonly taints?: readonly object[] } = {},
): DescribedObject => ({
  metadata: {
    name,
    uid: `uid-${name}`,
    resourceVersion: '1',
    labels: {
      'kubernetes.io/hostname': name,
      'node.kubernetes.io/instance-type': 'p5.48xlarge',
      'topology.kubernetes.io/zone': 'us-east-2a',
      ...more.labels,
    },
  },
  spec: { providerID: `aws:///us-east-2a/${name}`, ...(more.taints ? { taints: more.taints } : {}) },
  status: {
    allocatable: { cpu: '191450m', 'nvidia.com/gpu': '8' },
    capacity: { cpu: '192', 'nvidia.com/gpu': '8' },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        lastHeartbeatTime: '2026-01-01T00:00:00Z',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
      { type: 'MemoryPressure', status: 'False', lastHeartbeatTime: '2026-01-01T00:00:01Z' },
    ],
    nodeInfo: {
      architecture: 'amd64',
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.14.0-1018-aws',
      kubeletVersion: 'v1.34.2',
      osImage: 'Ubuntu 24.04.3 LTS',
    },
    images: [{ names: ['registry.example/large@sha256:0'], sizeBytes: 1 }],
  },
});

export const DIGEST = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** A running pod; each container is `[image, imageID]`. */
export const runningPod = (
  namespace: string,
  name: string,
  containers: readonly (readonly [string, string])[],
  phase = 'Running',
): DescribedObject => ({
  metadata: { name, namespace, uid: `uid-${name}` },
  spec: { containers: containers.map(([image], i) => ({ name: `c${i}`, image })) },
  status: { phase, containerStatuses: containers.map(([, imageID], i) => ({ name: `c${i}`, imageID })) },
});

/** Objects that a field selector of pods picks, e.g. `status.phase!=Failed,metadata.name=a`. */
export function selected(objects: readonly DescribedObject[], selector = ''): readonly DescribedObject[] {
  const terms = selector.split(',').filter((term) => term !== '');
  return objects.filter((object) => terms.every((term) => holds(object, term)));
}

function holds(object: DescribedObject, term: string): boolean {
  const [, path = '', not, wanted] = /^([^!=]+)(!)?=+(.*)$/.exec(term) ?? [];
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  return not ? value !== wanted : value === wanted;
}
