import * as z from 'zod';

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label: lower-case letters, digits and dashes, 63 at most');

/** Options of the Flux deployer, under `gitops.options` of a cluster file. */
export const fluxOptions = z.strictObject({
  /** Namespace that Flux runs in; its objects live there. */
  namespace: name.default('flux-system'),
  /** Name of the GitRepository and of the root Kustomization. @default - the cluster's name */
  name: name.optional(),
  /** Name of a Secret in that namespace with the credentials of the Git repository. @default - none, the repository is public */
  gitSecret: name.optional(),
  /** How often Git is asked for a new commit. Unit: a Go duration, e.g. `5m`. */
  interval: z
    .string()
    .regex(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/, 'a duration such as 5m or 1h30m')
    .default('5m'),
});

export type FluxOptions = z.output<typeof fluxOptions>;
