type Json = Record<string, unknown>;

/** An object as the fake cluster keeps it. */
export interface Stored extends Json {
  readonly metadata: Json & {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    resourceVersion: string;
  };
}

/** What controllers would add. */
export function settle(object: Json): Json {
  const conditions = (type: string): Json => ({ conditions: [{ type, status: 'True' }] });
  if (object.kind === 'Deployment') {
    const replicas = 1;
    const spec = { replicas, ...(object.spec as Json) };
    const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas, readyReplicas: replicas };
    return { ...object, spec, status: { observedGeneration: 1, ...counts, ...conditions('Available') } };
  }
  if (object.kind === 'CustomResourceDefinition') return { ...object, status: conditions('Established') };
  if (object.kind === 'Namespace') return { ...object, status: { phase: 'Active' } };
  return object;
}

/** Helm looks for the ready ReplicaSet of a Deployment's template. */
export function replicaSet({ metadata, spec }: Stored): Stored {
  const { template } = spec as { template: { metadata: { labels: Record<string, string> } } };
  const { labels } = template.metadata;
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name, uid: metadata.uid, controller: true };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...metadata, labels, uid: `${String(metadata.uid)}-replicas`, ownerReferences: [owner] },
    spec: { replicas: 1, template },
    status: { observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  };
}
