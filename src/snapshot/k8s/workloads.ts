import type { KubeObjectData } from '../../contract/kube-api.ts';
import { compareText } from '../../plain.ts';
import { countAt, mapAt, mapsAt, present, textAt } from '../cluster/object-fields.ts';
import type { K8sData } from '../data/k8s.ts';

type Workload = K8sData['workloads'][string];

/** Where each kind says how many pods should be, and how many are ready. */
const KINDS = {
  Deployment: { resource: 'deployments', ready: 'readyReplicas' },
  DaemonSet: { resource: 'daemonsets', ready: 'numberReady' },
  StatefulSet: { resource: 'statefulsets', ready: 'readyReplicas' },
} as const;

export type WorkloadKind = keyof typeof KINDS;
export const WORKLOAD_KINDS = Object.keys(KINDS) as readonly WorkloadKind[];

export const workloadResource = (kind: WorkloadKind) =>
  ({ group: 'apps', version: 'v1', resource: KINDS[kind].resource }) as const;

/** Adds one workload, with the labels that Helm's charts agree on: https://helm.sh/docs/chart_best_practices/labels/ */
export function addWorkload(kind: WorkloadKind, workloads: Map<string, Workload>, object: KubeObjectData): void {
  const metadata = mapAt(object, 'metadata');
  const name = textAt(metadata, 'name');
  if (name === undefined) return;
  const labels = mapAt(metadata, 'labels');
  const spec = mapAt(object, 'spec');
  const status = mapAt(object, 'status');
  const pod = mapAt(spec, 'template', 'spec');
  const images = [...mapsAt(pod, 'initContainers'), ...mapsAt(pod, 'containers')].flatMap(
    (container) => textAt(container, 'image') ?? [],
  );
  workloads.set(
    `${kind}/${textAt(metadata, 'namespace') ?? ''}/${name}`,
    present({
      chart: textAt(labels, 'helm.sh/chart'),
      appVersion: textAt(labels, 'app.kubernetes.io/version'),
      release:
        textAt(labels, 'app.kubernetes.io/instance') ??
        textAt(mapAt(metadata, 'annotations'), 'meta.helm.sh/release-name'),
      // Without `replicas` there is one.
      desired: kind === 'DaemonSet' ? countAt(status, 'desiredNumberScheduled') : countAt(spec, 'replicas', 1),
      ready: countAt(status, KINDS[kind].ready),
      images: [...new Set(images)].sort(compareText),
    }),
  );
}
