import type { KubeObjectData } from '../../contract/kube-api.ts';
import { mapAt, mapsAt, present, sortedRecord, textAt, textsAt } from '../cluster/object-fields.ts';
import type { KubeNode } from '../data/k8s.ts';

/** Keeps of a node what does not vary by itself: no heartbeats, addresses or lists of images. */
export function addNode(nodes: Map<string, KubeNode>, object: KubeObjectData): void {
  const metadata = mapAt(object, 'metadata');
  const name = textAt(metadata, 'name');
  if (name === undefined) return;
  const spec = mapAt(object, 'spec');
  const status = mapAt(object, 'status');
  const info = mapAt(status, 'nodeInfo');
  const labels = mapAt(metadata, 'labels');
  const conditions = mapsAt(status, 'conditions').map(
    (condition) => [textAt(condition, 'type') ?? '', textAt(condition, 'status') ?? 'Unknown'] as const,
  );
  nodes.set(
    name,
    present({
      conditions: sortedRecord(conditions.filter(([type]) => type !== '')),
      unschedulable: spec.unschedulable === true,
      kubelet: textAt(info, 'kubeletVersion'),
      runtime: textAt(info, 'containerRuntimeVersion'),
      kernel: textAt(info, 'kernelVersion'),
      osImage: textAt(info, 'osImage'),
      architecture: textAt(info, 'architecture'),
      providerId: textAt(spec, 'providerID'),
      instanceType:
        textAt(labels, 'node.kubernetes.io/instance-type') ?? textAt(labels, 'beta.kubernetes.io/instance-type'),
      allocatable: textsAt(mapAt(status, 'allocatable')),
      capacity: textsAt(mapAt(status, 'capacity')),
    }),
  );
}
