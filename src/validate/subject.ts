import type { ResolvedRecipeDocument } from '../recipe/resolved-document.ts';
import type { Snapshot } from '../snapshot/document.ts';

/** A snapshot with the name of the file that it came from. */
export interface NamedSnapshot {
  /** As the user named it. */
  readonly file: string;
  readonly snapshot: Snapshot;
}

/** What is held against what. */
export interface Subject {
  readonly recipe: ResolvedRecipeDocument;
  /** One of the cluster, some of nodes, or everything in one. */
  readonly snapshots: readonly NamedSnapshot[];
}

/** Collectors whose data the checks of this folder read. */
export type Collected = keyof Snapshot['measurements'] &
  ('k8s' | 'gpu' | 'os' | 'systemd' | 'network' | 'topology' | 'cloud');
