import type { CompiledPools } from '../compiled.ts';
import type { OkeInput } from './input.ts';

/**
 * Limits of the flexible shapes whose names are known.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Quotas/Concepts/resourcequotas_topic-Compute_Quotas.htm
 */
const FLEXIBLE: Readonly<Record<string, string>> = {
  'VM.Standard.E4.Flex': 'standard-e4',
  'VM.Standard.E5.Flex': 'standard-e5',
};

/** Limits by availability domain. What a reservation holds was counted when it was made. */
export function okeQuotas({ account, gpuDomain, instance, plan }: OkeInput): CompiledPools['quotas'] {
  const { count, instanceType, memoryGiB, ocpus } = account.systemNodes;
  const series = FLEXIBLE[instanceType];
  // One more while nodes are exchanged; they may all land in one domain where there is only one.
  const nodes = Math.ceil(count / account.availabilityDomains.length) + 1;
  return [
    ...(instance.quota && plan.gpu.capacity !== 'reserved'
      ? [{ quota: instance.quota, amount: instance.gpus * plan.gpu.count, unit: `GPUs in ${gpuDomain}` }]
      : []),
    ...(series
      ? [
          { quota: `${series}-core-count`, amount: ocpus * nodes, unit: 'OCPUs in each availability domain' },
          { quota: `${series}-memory-count`, amount: memoryGiB * nodes, unit: 'GB in each availability domain' },
        ]
      : []),
  ];
}
