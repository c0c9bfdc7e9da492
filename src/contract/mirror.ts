import type { ClusterContext } from './cluster.ts';

/**
 * Where an image registry is reached from this cluster: `nvcr.io/nvidia` itself, or `<mirror>/nvcr.io/nvidia`.
 *
 * The mirror keeps the original host as the first path segment, as containerd's and Harbor's proxy projects do, so that two
 * registries never meet on one name. Undefined without a mirror: then the chart's own default stays.
 */
export function mirrored(cluster: ClusterContext, registry: string): string | undefined {
  return cluster.registryMirror === undefined ? undefined : `${cluster.registryMirror}/${registry}`;
}
