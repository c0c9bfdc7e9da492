import type { Instance } from '../../recipe/instance.ts';
import type { PoolsPlan } from '../plan.ts';
import type { EksAccount } from './account.ts';

/** What every part of an EKS cluster is made from. */
export interface EksInput {
  readonly plan: PoolsPlan;
  readonly instance: Instance;
  readonly region: string;
  readonly account: EksAccount;
  /** Zone of the GPU nodes. */
  readonly gpuZone: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** ARN of a resource of ours or of AWS. */
export const arn = ({ plan }: Pick<EksInput, 'plan'>, rest: string): string => `arn:${plan.partition}:${rest}`;

/** ARN of a managed policy. */
export const managedPolicy = (input: Pick<EksInput, 'plan'>, name: string): string =>
  arn(input, `iam::aws:policy/${name}`);

/** Host name suffix of a service in the partition. */
export const dnsSuffix = ({ plan }: Pick<EksInput, 'plan'>): string =>
  plan.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

/** `1.34.2` → `1.34`: what EKS calls a version. */
export const minorOf = (kubernetes: string): string => kubernetes.split('.').slice(0, 2).join('.');
