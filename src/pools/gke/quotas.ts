import type { CompiledPools } from '../compiled.ts';
import type { GkeInput } from './input.ts';

/** What the project must be allowed to have. Names are metrics of Compute Engine. */
export function quotas({ fabric, instance, plan }: GkeInput): CompiledPools['quotas'] {
  const gpus = instance.gpus * plan.gpu.count;
  const subnets = fabric.flatMap((network) => network.subnets).length;
  const isOnDemand = (plan.gpu.capacity ?? 'on-demand') === 'on-demand';
  return [
    // GPUs of a reservation were counted when it was made.
    ...(isOnDemand && instance.quota ? [{ quota: instance.quota, amount: gpus, unit: 'GPUs in the region' }] : []),
    ...(isOnDemand ? [{ quota: 'GPUS_ALL_REGIONS', amount: gpus, unit: 'GPUs in the project' }] : []),
    { quota: 'NETWORKS', amount: 1 + fabric.length, unit: 'VPC networks' },
    { quota: 'SUBNETWORKS', amount: 1 + subnets, unit: 'subnets' },
  ];
}
