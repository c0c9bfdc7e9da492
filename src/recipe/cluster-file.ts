import * as z from 'zod';
import { clusterContext, ownershipChoice } from '../contract/cluster.ts';
import { labels, taint, toleration } from '../contract/scheduling.ts';
import { API_VERSION } from './document.ts';
import { inputs } from './inputs.ts';

const systemPool = z.strictObject({
  /** Labels of the system nodes; components that are not bound to GPU nodes select them. */
  labels: labels.default({}),
  taints: z.array(taint).default([]),
});

const gpuPool = z.strictObject({
  /** Instance type or shape. @default - the first of the leaf */
  instanceType: z.string().optional(),
  /** Planned number of GPU nodes. */
  count: z.int().min(0).default(1),
  /** Labels that the pool gives its nodes; the node agent selects by them. */
  labels: labels.default({}),
  taints: z.array(taint).default([{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]),
  /** Tolerations of node daemons besides those that follow from the taints. */
  tolerations: z.array(toleration).default([]),
  /** Settings that weaken isolation and that you accept, by id; they apply only when named here. */
  acceptSettings: z.array(z.string()).default([]),
});

/** The choices of one cluster: everything that a user writes. */
export const clusterDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Cluster'),
  /** Name of the cluster and of its folder under dist/. */
  name: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/,
      'a cluster name is lower-case letters, digits and dashes, 50 at most',
    ),
  criteria: z.strictObject({
    service: z.string(),
    accelerator: z.string(),
    os: z.string(),
    intent: z.string(),
    platform: z.string().optional(),
  }),
  inputs: inputs.default({}),
  pools: z.strictObject({ system: systemPool.prefault({}), gpu: gpuPool.prefault({}) }).prefault({}),
  gitops: z.strictObject({
    deployer: z.string(),
    /** Repository that the tree is committed to; required by deployers that read Git. */
    repoURL: z
      .string()
      .regex(/^(https:\/\/|ssh:\/\/|git@)[^\s]+$/, 'https://…, ssh://… or git@…')
      .refine((url) => !/:\/\/[^/@]*:[^/@]*@/.test(url), 'an address without a password: the tree is committed')
      .optional(),
    /** Branch, tag or commit that the controller follows. */
    revision: z.string().min(1).optional(),
    /** Folder of this cluster's tree inside the repository. */
    path: z
      .string()
      .regex(
        /^(?!\.{1,2}(\/|$))[^/\s\\]+(\/(?!\.{1,2}(\/|$))[^/\s\\]+)*$/,
        'a relative folder without `.` and `..`, and without slashes at its ends',
      )
      .optional(),
    /** Options of the deployer, see its reference. */
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  /** Given once, reaches every component. */
  shared: clusterContext
    .pick({
      registryMirror: true,
      pullSecrets: true,
      proxy: true,
      storageClass: true,
      labels: true,
      annotations: true,
      issuer: true,
    })
    .extend({
      /** Namespace of a component, where the recipe's is not wanted: component → namespace. */
      namespaces: labels.default({}),
    })
    .prefault({}),
  ownership: ownershipChoice.default({}),
  /** Components and props of your own: they come after all layers. null takes a component out. */
  components: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()).default({}),
  /** Installed packages that extend the engine; refused without --allow-plugins. */
  plugins: z.array(z.string()).default([]),
});
export type ClusterFile = z.output<typeof clusterDocument>;
