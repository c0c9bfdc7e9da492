import type { ClusterContext } from './cluster.ts';
import type { ImageUse, SchedulingPaths } from './component.ts';
import type { GitSourceRef } from './git-source.ts';
import type { HelmRelease } from './helm-chart.ts';
import type { PhaseName } from './phase.ts';
import type { Readiness } from './readiness.ts';

/** A Kubernetes object as JSON. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What one component puts on the cluster, and when. */
export interface ComponentManifests {
  readonly component: string;
  readonly title: string;
  readonly summary: string;
  readonly homepage: string;
  readonly namespace: string;
  /** Components of this cluster that come earlier, sorted. */
  readonly dependsOn: readonly string[];
  /** 1 + the highest wave among `dependsOn`; the namespaces are wave 0. */
  readonly wave: number;
  readonly objects: Readonly<Record<PhaseName, readonly KubeObject[]>>;
  /** The chart of phase `main`. */
  readonly release?: HelmRelease;
  /** The Git source of phase `main`. */
  readonly git?: GitSourceRef;
  readonly readiness: readonly Readiness[];
  readonly images: readonly ImageUse[];
  readonly scheduling: SchedulingPaths;
}

/** Where the GitOps controller finds the tree. */
export interface GitLocation {
  readonly repoURL: string;
  readonly revision: string;
  /** Folder of this cluster's tree inside the repository. */
  readonly path: string;
}

/** Everything a deployer lays out for one cluster. */
export interface Bundle {
  readonly cluster: ClusterContext;
  /** Where the tree will be committed; present whenever the deployer asks for it. */
  readonly git?: GitLocation;
  /** The deployer's own options from the cluster file, unparsed. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The only owner of Namespace objects. */
  readonly namespaces: readonly KubeObject[];
  /** In order of wave, then name. */
  readonly units: readonly ComponentManifests[];
}
