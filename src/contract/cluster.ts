import * as z from 'zod';
import { labels, taint, toleration } from './scheduling.ts';

/** Fabrics between nodes: what a multi-node job talks over. */
export const FABRICS = ['none', 'efa', 'tcpx', 'tcpxo', 'rdma', 'infiniband', 'roce'] as const;

/** A tuning setting after guards were answered for one pool. */
export const resolvedSetting = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'kernel-argument',
    'sysctl',
    'huge-pages',
    'module',
    'module-blocklist',
    'module-parameter',
    'limit',
    'governor',
    'service',
    'kubelet',
  ]),
  /** Name in the words of its kind: a kernel argument, a sysctl key, `containerd.LimitMEMLOCK`, a page size such as `2M`. */
  name: z.string(),
  comparison: z.enum(['equals', 'atLeast', 'atMost', 'present', 'absent']),
  value: z.string().optional(),
  reboot: z.boolean(),
  /** Who brings it to the node: the agent's profile, the agent's general packages, a chart value, the node pool, the image; `none` cannot be expressed here. */
  channel: z.enum(['profile', 'agent', 'chart', 'pool', 'image', 'none']),
  why: z.string(),
  tradeOff: z.string(),
  source: z.string(),
  verify: z.string(),
});
export type ResolvedSetting = z.output<typeof resolvedSetting>;

/** One package of the node agent, with the settings that this version of it applies. */
export const agentPackage = z.strictObject({
  name: z.string(),
  image: z.string(),
  version: z.string(),
  /** Configuration of a fixed package, e.g. `{accelerator: h100, intent: multiNodeTraining}`. Empty: the construct writes it from the remainder. */
  configMap: labels.default({}),
  env: labels.default({}),
  dependsOn: z.array(z.string()).default([]),
  interrupt: z.enum(['none', 'reboot', 'restartAllServices']).default('none'),
  interruptServices: z.array(z.string()).default([]),
  resources: z
    .strictObject({ cpuRequest: z.string(), cpuLimit: z.string(), memoryRequest: z.string(), memoryLimit: z.string() })
    .optional(),
});
export type AgentPackage = z.output<typeof agentPackage>;

const owner = z.enum(['operator', 'image', 'provider']);
const allocation = z.enum(['device-plugin', 'dra']);

/** Who owns driver, container toolkit and device plugin on a GPU node: one decision, read by every construct. */
export const ownership = z.strictObject({
  /** `operator`: the GPU Operator installs it; `image`: the node image or host brings it; `provider`: the cloud installs it at run time. */
  driver: owner.default('operator'),
  toolkit: owner.default('operator'),
  devicePlugin: owner.default('operator'),
  /** Who hands GPUs to pods: the device plugin, or dynamic resource allocation (Kubernetes 1.34 or later). Never both on one node. */
  allocation: allocation.default('device-plugin'),
});
export type Ownership = z.output<typeof ownership>;

/**
 * The part of that decision that one layer or cluster file takes. Not `ownership.partial()`: in zod 4 defaults hold inside
 * optional fields too, so a layer that names the driver would decide everything else as well.
 */
export const ownershipChoice = z
  .strictObject({ driver: owner, toolkit: owner, devicePlugin: owner, allocation })
  .partial();

/**
 * What every construct may know of the cluster: the query's answer, the node pools, and what the user gave once for all components.
 *
 * Every field has a default, so a construct works alone in anybody's cdk8s app.
 */
export const clusterContext = z.strictObject({
  name: z.string().default('cluster'),
  service: z.string().default('self-managed'),
  accelerator: z.string().default(''),
  os: z.string().default('ubuntu'),
  intent: z.string().default('training'),
  platform: z.string().optional(),
  /** Kubernetes version, `major.minor` or `major.minor.patch`. */
  kubernetes: z.string().default('1.34.2'),
  region: z.string().optional(),
  /** AWS partition: the account of ECR images depends on it. */
  partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
  instanceType: z.string().optional(),
  architecture: z.enum(['amd64', 'arm64']).default('amd64'),
  machine: z.enum(['vm', 'bare-metal']).default('vm'),
  gpusPerNode: z.int().min(1).default(8),
  fabric: z.enum(FABRICS).default('none'),
  /** Fabric interfaces a node, e.g. 32 EFA interfaces on p5.48xlarge. */
  fabricInterfaces: z.int().min(0).default(0),
  /** Memory page size of the GPU nodes' kernel. Unit: KiB. */
  pageSizeKiB: z.union([z.literal(4), z.literal(64)]).default(4),
  gpuNodes: z
    .strictObject({
      /** Planned number of GPU nodes; a sizing hint, not a limit. */
      count: z.int().min(0).default(1),
      selector: labels.default({}),
      taints: z.array(taint).default([{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]),
      tolerations: z.array(toleration).default([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]),
    })
    .prefault({}),
  systemNodes: z
    .strictObject({ selector: labels.default({}), tolerations: z.array(toleration).default([]) })
    .prefault({}),
  ownership: ownership.prefault({}),
  /** Host, optionally with a path, that serves copies of every registry, e.g. `registry.example.com/mirror`. */
  registryMirror: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$/,
      'a host, optionally with port and path, without https:// and without a slash at the end',
    )
    .optional(),
  /** Names of pull secrets; each must exist in every namespace that pulls. */
  pullSecrets: z.array(z.string()).default([]),
  proxy: z
    .strictObject({ http: z.string().optional(), https: z.string().optional(), noProxy: z.string().default('') })
    .optional(),
  /** Storage class of volumes that components claim. @default - none: components use emptyDir where they can */
  storageClass: z.string().optional(),
  /** Labels and annotations on every object that we write ourselves. */
  labels: labels.default({}),
  annotations: labels.default({}),
  /** cert-manager issuer for certificates of components. @default - components make their own */
  issuer: z
    .strictObject({ kind: z.enum(['Issuer', 'ClusterIssuer']).default('ClusterIssuer'), name: z.string() })
    .optional(),
  /** Names of all components of the cluster. */
  components: z.array(z.string()).default([]),
  /** Namespace of each component, for references between them. */
  namespaces: labels.default({}),
  /** Chart version of each component that has a chart, for what depends on the version of another. */
  versions: labels.default({}),
  tuning: z
    .strictObject({ settings: z.array(resolvedSetting).default([]), packages: z.array(agentPackage).default([]) })
    .prefault({}),
});
export type ClusterContext = z.output<typeof clusterContext>;

const parsedBefore = new WeakSet<object>();

/** Marks a context as parsed: every construct takes it as it is, instead of parsing the same values again. */
export function parsedContext(context: ClusterContext): ClusterContext {
  parsedBefore.add(context);
  return context;
}

/** The prop `cluster` of every component. */
export const contextProp = z.union([
  z.custom<ClusterContext>((value) => typeof value === 'object' && value !== null && parsedBefore.has(value)),
  clusterContext.prefault({}),
]);
