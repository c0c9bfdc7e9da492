/** One object whose state shows that a component works. */
export interface Readiness {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  /**
   * Field that must have a value, e.g. `{ path: 'status.state', ready: 'ready', failed: ['error'] }`.
   *
   * @default - the kind's own standard: Available for Deployments, all pods ready for DaemonSets, Established for CRDs
   */
  readonly field?: { readonly path: string; readonly ready: string; readonly failed?: readonly string[] };
  /** True where it becomes ready only once GPU nodes have joined: deployers do not wait for it, people check it by hand. */
  readonly needsNodes?: boolean;
}

/** CRDs, each established. Names are full: `jobsets.jobset.x-k8s.io`. */
export const crdsReady = (names: readonly string[]): Readiness[] =>
  names.map((name) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name }));
