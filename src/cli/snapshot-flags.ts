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

/** Written out here, so that neither help nor a cached answer needs a collector; a test holds both against the real lists. */
export const COLLECTORS = ['k8s', 'gpu', 'os', 'systemd', 'network', 'topology', 'cloud'];
export const CLOUD_KEYS = ['provider', 'instanceType', 'region', 'zone', 'capacity', 'cluster'];
