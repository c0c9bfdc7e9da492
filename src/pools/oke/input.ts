import type { Instance } from '../../recipe/instance.ts';
import type { PoolsPlan } from '../plan.ts';
import type { OkeAccount } from './account.ts';

/** What every part of an OKE cluster is made from. */
export interface OkeInput {
  readonly plan: PoolsPlan;
  readonly instance: Instance;
  readonly region: string;
  readonly account: OkeAccount;
  /** Availability domain of the GPU nodes. */
  readonly gpuDomain: string;
  /** `managed`: OKE's node pool. `self-managed`: machines that join by themselves, because of their firmware settings. */
  readonly mode: 'managed' | 'self-managed';
  readonly tags: Readonly<Record<string, string>>;
}

/** What nearly every resource begins with. */
export const common = ({ account, plan, tags }: OkeInput, name: string) => ({
  compartmentId: account.compartmentId,
  displayName: `${plan.cluster}-${name}`,
  freeformTags: tags,
});

/** `1.34.2` → `v1.34.2`: OKE knows whole versions only. */
export const okeVersion = (kubernetes: string): string => `v${kubernetes}`;

/** Whether nodes talk to each other over RDMA. */
export const hasRdma = ({ plan }: Pick<OkeInput, 'plan'>): boolean => plan.gpu.fabric !== 'none';
