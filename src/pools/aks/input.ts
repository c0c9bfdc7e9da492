import type { Instance } from '../../recipe/instance.ts';
import type { PoolsPlan } from '../plan.ts';
import type { AksAccount } from './account.ts';

/** What every part of an AKS cluster is made from. */
export interface AksInput {
  readonly plan: PoolsPlan;
  readonly instance: Instance;
  readonly region: string;
  readonly account: AksAccount;
  /** Zone of the GPU nodes. Absent in a region without zones. */
  readonly gpuZone?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Names of the pools: 12 lower-case letters and digits at most, a letter first. */
export const POOL_NAMES = { system: 'system', gpu: 'gpu' } as const;

/** `1.35.5` → 35. */
export const minorOf = (kubernetes: string): number => Number(kubernetes.split('.')[1]);
