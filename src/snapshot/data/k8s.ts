import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);
const texts = z.record(text, text);

const node = z.strictObject({
  /** Of the node's conditions: `True`, `False`, `Unknown` by type. */
  conditions: texts,
  unschedulable: z.boolean(),
  kubelet: text.optional(),
  /** e.g. `containerd://2.1.4`. */
  runtime: text.optional(),
  kernel: text.optional(),
  osImage: text.optional(),
  architecture: text.optional(),
  /** e.g. `aws:///us-east-2a/i-0123456789abcdef0`. */
  providerId: text.optional(),
  instanceType: text.optional(),
  /** What pods may have, by resource name, e.g. `{nvidia.com/gpu: "8", cpu: "191450m"}`. */
  allocatable: texts,
  capacity: texts,
});
export type KubeNode = z.output<typeof node>;

const workload = z.strictObject({
  /** Label `helm.sh/chart`, e.g. `gpu-operator-v26.3.3`. */
  chart: text.optional(),
  /** Label `app.kubernetes.io/version`. */
  appVersion: text.optional(),
  /** Label `app.kubernetes.io/instance`, or Helm's annotation of the release. */
  release: text.optional(),
  /** Pods that should be, and that are ready. */
  desired: count,
  ready: count,
  images: z.array(text),
});

const release = z.strictObject({
  chart: text.optional(),
  /** Version that was asked for. */
  version: text.optional(),
  /** Version that is applied, where the controller says it. */
  applied: text.optional(),
  /** Namespace that the release goes to. */
  namespace: text.optional(),
  /** Argo CD: health, e.g. `Healthy`. Flux: `True`, `False` or `Unknown` of condition Ready. */
  ready: text.optional(),
  /** Argo CD: `Synced` or `OutOfSync`. */
  synced: text.optional(),
  message: text.optional(),
  /** Argo CD, where there are several, in their order: later ones win. `chart`, `version` and `applied` above are those of the first chart. */
  sources: z
    .array(
      z.strictObject({
        repository: text.optional(),
        chart: text.optional(),
        path: text.optional(),
        version: text.optional(),
        applied: text.optional(),
      }),
    )
    .optional(),
});

/** What the API server says of a cluster. */
export const k8sData = z.strictObject({
  server: z.strictObject({ version: text, platform: text.optional() }),
  /** API groups with the versions that are served, e.g. `{resource.k8s.io: [v1]}`. */
  apiGroups: z.record(text, z.array(text)),
  nodes: z.record(text, node),
  /** Image as pods name it → digests that nodes run, and how many pods that are not over have it. */
  images: z.record(text, z.strictObject({ digests: z.array(text), pods: count })),
  /** `Deployment/gpu-operator/gpu-operator`: kind, namespace, name. */
  workloads: z.record(text, workload),
  /** `Application/argocd/gpu-operator`, `HelmRelease/gpu-operator/gpu-operator`: what Argo CD or Flux applies. */
  releases: z.record(text, release),
  /** Names of CRDs. */
  customResourceDefinitions: z.array(text),
  /** Operators' own resources, `ClusterPolicy.nvidia.com//cluster-policy` (kind, group, namespace, name) → spec as it came, and status without times and counters. */
  customResources: z.record(
    text,
    z.strictObject({ apiVersion: text, spec: z.record(text, z.unknown()), status: z.record(text, z.unknown()) }),
  ),
  /** Devices that dynamic resource allocation offers: driver → node → devices; those of no one node, such as a fabric's, under `*`. */
  resourceSlices: z.record(text, z.record(text, count)),
});
export type K8sData = z.output<typeof k8sData>;
