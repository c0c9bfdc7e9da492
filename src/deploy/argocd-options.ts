import * as z from 'zod';

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'a Kubernetes name: lower-case letters, digits, dots and dashes');

/** Options of the Argo CD deployer, under `gitops.options` of a cluster file. */
export const argocdOptions = z.strictObject({
  /** Namespace that Argo CD runs in and reads Applications from. */
  namespace: name.default('argocd'),
  /** Name of the AppProject. @default - the cluster's name */
  project: name.optional(),
  /** Name of the root Application. @default - the cluster's name */
  rootApplication: name.optional(),
  /** Put before the name of every other Application: one Argo CD that serves several clusters needs it, e.g. `eks-a-`. */
  namePrefix: z
    .string()
    .regex(/^([a-z0-9][a-z0-9.-]*)?$/, 'lower-case letters, digits, dots and dashes')
    .default(''),
  /** The cluster that the components go to, by server address or by the name that Argo CD knows it by. The Applications themselves always stay with Argo CD. */
  destination: z
    .union([z.strictObject({ server: z.url() }), z.strictObject({ name: z.string().min(1) })])
    .default({ server: 'https://kubernetes.default.svc' }),
  /** Cluster-scoped kinds that charts bring beyond those that we know of, for the project's allow-list. The core group is the empty string. */
  clusterResources: z.array(z.strictObject({ group: z.string(), kind: z.string().min(1) })).default([]),
  /** Namespaces that charts write to beyond those of the components and kube-system, for the project's allow-list. */
  namespaces: z.array(name).default([]),
});

export type ArgocdOptions = z.output<typeof argocdOptions>;
