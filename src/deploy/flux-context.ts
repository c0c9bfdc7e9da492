import type { Bundle, GitLocation, KubeObject } from '../contract/manifests.ts';
import type { FluxOptions } from './flux-options.ts';
import type { HealthRule } from './health-rules.ts';

/** What the makers of Flux objects need to know besides their own subject. */
export interface FluxContext {
  readonly bundle: Bundle;
  readonly git: GitLocation;
  readonly options: FluxOptions;
  /** Name of the GitRepository that holds the tree, and of the root Kustomization. */
  readonly root: string;
  /** Once for the whole tree: every Kustomization asks. */
  readonly rules: readonly HealthRule[];
  readonly waitsForNodes: (object: KubeObject) => boolean;
}

/** A Flux object in the namespace of Flux, with the labels of the cluster. */
export function fluxObject(
  { bundle, options }: FluxContext,
  [apiVersion, kind]: readonly [string, string],
  name: string,
  spec: object,
): KubeObject {
  const { cluster } = bundle;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: options.namespace,
      labels: { ...cluster.labels, 'app.kubernetes.io/part-of': cluster.name },
      ...(Object.keys(cluster.annotations).length > 0 ? { annotations: cluster.annotations } : {}),
    },
    spec,
  };
}

/** Seconds as Flux writes durations: `10m`, `90s`. */
export const duration = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`);
