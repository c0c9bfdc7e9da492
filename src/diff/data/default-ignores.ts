import type { DocumentKind } from '../document-kind.ts';

/** A row of the defaults: where, and why nobody wants to read of it. Patterns for Kubernetes objects begin with the kind. */
export interface DefaultIgnore {
  readonly path: string;
  readonly reason: string;
}

/** Times and ids: they differ between any two runs, nodes or clusters, and say nothing of how these are set. */
export const DEFAULT_IGNORES: Readonly<Record<DocumentKind, readonly DefaultIgnore[]>> = {
  Snapshot: [
    { path: 'metadata.taken', reason: 'when the snapshot was taken' },
    { path: 'context.*.*.at', reason: 'when a measurement was taken' },
    { path: 'measurements.gpu.*.gpus.*.serial', reason: 'the serial number of a GPU' },
    { path: 'measurements.cloud.instanceId', reason: 'the id of a machine' },
    { path: 'measurements.k8s.nodes.*.providerId', reason: 'the id of a machine' },
    { path: 'measurements.k8s.images.*.pods', reason: 'how many pods run an image moves with the load' },
    { path: 'measurements.network.rdma.*.nodeGuid', reason: 'the id of a card' },
    { path: 'measurements.network.interfaces.*.address', reason: 'the hardware address of a card' },
    { path: 'measurements.os.hugePages.*.free', reason: 'how many huge pages are free moves with the load' },
    ...times('measurements.k8s.customResources.**'),
    {
      path: 'measurements.k8s.customResources.**.observedGeneration',
      reason: 'counts the changes that a controller saw',
    },
  ],
  Cluster: [],
  ResolvedRecipe: [],
  Kubernetes: [
    { path: '*.metadata.uid', reason: 'the id of an object' },
    { path: '*.metadata.resourceVersion', reason: 'counts the writes of an object' },
    { path: '*.metadata.generation', reason: 'counts the changes of an object' },
    { path: '*.metadata.creationTimestamp', reason: 'when an object was made' },
    { path: '*.metadata.deletionTimestamp', reason: 'when an object is deleted' },
    { path: '*.metadata.managedFields', reason: 'who wrote which field, and when' },
    { path: '*.metadata.selfLink', reason: 'the address of an object' },
    {
      path: '*.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
      reason: 'a copy of the object itself',
    },
    {
      path: '*.metadata.annotations["deployment.kubernetes.io/revision"]',
      reason: 'counts the rollouts of a Deployment',
    },
    { path: '**.ownerReferences.*.uid', reason: 'the id of an object' },
    { path: '*.status.**.observedGeneration', reason: 'counts the changes that a controller saw' },
    ...times('*.status.**'),
  ],
  other: [],
};

/** Files of a tree that follow from the others. */
export const TREE_IGNORES: readonly DefaultIgnore[] = [
  { path: '["checksums.txt"]', reason: 'follows from the other files' },
  { path: '[".cnsctl-index.json"]', reason: 'follows from the other files' },
];

/** Times that Kubernetes keeps in conditions: k8s.io/apimachinery meta/v1 Condition, k8s.io/api core/v1 NodeCondition, apps/v1 DeploymentCondition. */
function times(below: string): DefaultIgnore[] {
  return ['lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime', 'lastProbeTime'].map((key) => ({
    path: `${below}.${key}`,
    reason: 'when a condition was looked at',
  }));
}
