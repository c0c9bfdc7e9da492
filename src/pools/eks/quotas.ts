import type { CompiledPools } from '../compiled.ts';
import type { EksInput } from './input.ts';

/** Quotas of GPUs are counted in vCPU of a class; a capacity block does not count. */
export function quotas({ account, instance, plan }: EksInput): CompiledPools['quotas'] {
  const gpuVcpu = (instance.vcpu ?? 0) * plan.gpu.count;
  const isBlock = plan.gpu.capacity === 'capacity-block';
  return [
    ...(instance.quota && !isBlock
      ? [
          {
            quota:
              plan.gpu.capacity === 'spot' ? instance.quota.replace('Running On-Demand', 'All Spot') : instance.quota,
            amount: gpuVcpu,
            unit: 'vCPU',
          },
        ]
      : []),
    { quota: 'EC2-VPC Elastic IPs', amount: account.zones.length, unit: 'addresses' },
    { quota: 'VPCs per Region', amount: 1, unit: 'VPC' },
  ];
}
