import type { Problem } from '../errors.ts';
import type { Expression } from './expression.ts';
import type { PoolsPlan } from './plan.ts';
import type { PlannedResource } from './resource.ts';

/** A setting of the pool and the one place that brings it to the node. */
export interface Placement {
  /** Id of the setting. */
  readonly setting: string;
  /** Where it stands, e.g. `gpu-template: userData, NodeConfig kubelet.config.cpuManagerPolicy`. */
  readonly where: string;
}

/** A file that a node reads when it starts for the first time. */
export interface FirstBootFile {
  readonly name: string;
  readonly pool: 'system' | 'gpu';
  readonly format: 'mime' | 'toml' | 'shell' | 'cloud-config';
  readonly text: string | Expression;
}

/** What an account must be allowed to have before this can be made. */
export interface QuotaNeed {
  /** The provider's own name of the quota. */
  readonly quota: string;
  readonly amount: number;
  readonly unit: string;
}

/** Everything that a cloud makes for one cluster file: what `stacks/` creates and `infra plan` prints. */
export interface CompiledPools {
  /** Arguments of the cloud's provider: region and account can be no others than those of the cluster. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** In the order in which they are made: whatever a resource refers to comes before it. */
  readonly resources: readonly PlannedResource[];
  readonly firstBoot: readonly FirstBootFile[];
  readonly placements: readonly Placement[];
  /** Settings that the recipe wants of the pool and that nothing of this cloud can express. */
  readonly inexpressible: readonly { readonly setting: string; readonly why: string }[];
  readonly quotas: readonly QuotaNeed[];
  /** What nobody can know from here and has to be looked at before or after, one sentence each. */
  readonly checks: readonly string[];
  readonly outputs: Readonly<Record<string, Expression | string | readonly string[]>>;
  /** Names of outputs that nobody may print. */
  readonly secretOutputs: readonly string[];
}

/** A plan and what its cloud makes of it. */
export interface CompiledInfra {
  readonly plan: PoolsPlan;
  /** Absent where the nodes are somebody else's: on clusters of your own, and where `notMade` says why. */
  readonly compiled?: CompiledPools;
  /** Why nothing is made of this cluster file on a cloud, whatever the account. Only without an account: with one it is an error. */
  readonly notMade?: readonly Problem[];
}
