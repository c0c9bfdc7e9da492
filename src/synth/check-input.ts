import type { ClusterContext } from '../contract/cluster.ts';
import type { Synthesized } from './synthesize.ts';
import type { Upstream } from './upstream.ts';

/** What the checks over final manifests read. */
export interface CheckInput {
  readonly synthesized: Synthesized;
  readonly context: ClusterContext;
  readonly upstream: Upstream;
}
