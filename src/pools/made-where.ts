import { CnsError } from '../errors.ts';
import type { Instance } from '../recipe/instance.ts';
import type { PoolsPlan } from './plan.ts';

/**
 * The instance type and the region of a plan.
 *
 * @throws CnsError where one is missing: a generic recipe can be printed, but nothing can be made of it
 */
export function madeWhere({ cluster, gpu: { instance }, region }: PoolsPlan): {
  readonly instance: Instance;
  readonly region: string;
} {
  if (instance && region) return { instance, region };
  throw new CnsError({
    code: 'ACCOUNT_INVALID',
    path: region ? 'pools.gpu.instanceType' : 'inputs.region',
    message: `${cluster} does not say ${region ? 'on which instance type' : 'in which region'} it runs`,
    hint: 'a generic recipe can be printed, but nothing can be made of it: name both in the cluster file',
  });
}
