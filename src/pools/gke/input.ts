import type { Instance } from '../../recipe/instance.ts';
import type { PoolsPlan } from '../plan.ts';
import type { GkeAccount } from './account.ts';
import type { FabricNetwork } from './fabric.ts';

/** What every part of a GKE cluster is made from. */
export interface GkeInput {
  readonly plan: PoolsPlan;
  readonly instance: Instance;
  /** GKE's name of its accelerator. */
  readonly acceleratorType: string;
  readonly region: string;
  readonly account: GkeAccount;
  /** Zone of the GPU nodes. */
  readonly gpuZone: string;
  /** Labels of everything that takes labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Networks of the GPU nodes besides the cluster's own. */
  readonly fabric: readonly FabricNetwork[];
}
