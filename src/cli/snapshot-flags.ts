import type { ClusterFlags } from './cluster-flags.ts';
import type { OutputFlags } from './flags.ts';

/** Flags of `cnsctl snapshot`. */
export interface SnapshotFlags extends ClusterFlags, OutputFlags {
  readonly filter?: readonly string[];
  readonly exclude?: readonly string[];
  readonly bestEffort?: boolean;
  readonly timeout?: string;
  readonly context?: boolean;
  readonly redact?: boolean;
  readonly cacheTtl?: string;
  readonly cache: boolean;
  readonly root?: string;
  readonly cloud?: readonly string[];
}
