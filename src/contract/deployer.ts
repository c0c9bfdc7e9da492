import type * as z from 'zod';
import type { Bundle } from './manifests.ts';

/** A Kubernetes object as a deployer writes it; a kustomization.yaml has no metadata. */
export interface FileObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** A file of a tree: text as it stands, or objects, which the engine checks against their schemas and prints. */
export type FileContent = string | FileObject | readonly FileObject[];

/** What third parties implement to add a deployer: a pure function from manifests to files. */
export interface Deployer<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  /** The controller reads the tree from Git: repository, revision and path are required. */
  readonly needsGit: boolean;
  /** Schema of the deployer's options under `gitops.options` of a cluster file. */
  readonly options: S;
  /**
   * Lays out the tree of one cluster. Paths are relative, with `/`. No I/O, no clock: same bundle, same bytes.
   *
   * Nothing that is not a Kubernetes object may lie under a folder that a controller applies.
   */
  layOut(bundle: Bundle): ReadonlyMap<string, FileContent>;
  /** How to hand the tree over, for the tree's README: Markdown. */
  handOver(bundle: Bundle): string;
}

export function defineDeployer<S extends z.ZodType>(deployer: Deployer<S>): Deployer<S> {
  return deployer;
}
