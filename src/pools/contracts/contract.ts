import type { ComponentManifests } from '../../contract/manifests.ts';
import type { Problem } from '../../errors.ts';
import type { ClusterFile } from '../../recipe/cluster-file.ts';
import type { ResolvedRecipe } from '../../recipe/resolve.ts';
import type { CompiledPools } from '../compiled.ts';
import type { PoolsPlan } from '../plan.ts';

/** Both halves of one cluster file, as they will be applied. */
export interface ContractInput {
  readonly cluster: ClusterFile;
  readonly recipe: ResolvedRecipe;
  readonly plan: PoolsPlan;
  /** The tree: chart values and objects of every component. */
  readonly units: readonly ComponentManifests[];
  /** The resources of the cloud. Absent where nobody makes the nodes: then the plan alone speaks for them. */
  readonly compiled?: CompiledPools;
  /** An account is known, so a stack makes these nodes and nobody else does. */
  readonly isProvisioned?: boolean;
}

/** Something that pools and tree must agree on. */
export interface Contract {
  readonly id: string;
  /** One sentence: what agrees with what. */
  readonly about: string;
  /** Where each half says it. */
  readonly halves: readonly [pool: string, tree: string];
  /** Who says that it must be so. */
  readonly source: string;
  /** Every violation, with both places and both values. Reads final values, and nothing but its input. */
  check(input: ContractInput): Problem[];
}
