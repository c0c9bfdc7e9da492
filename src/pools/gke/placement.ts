import type { Part } from '../resource.ts';
import { output } from '../resource.ts';
import type { GkeInput } from './input.ts';
import type { GcpTypes, PoolArgs } from './resource-types.ts';

/**
 * GPUs that one NVLink domain joins, by machine type: a node pool is one domain.
 *
 * Source: GoogleCloudPlatform/cluster-toolkit gke-a4x (June 2026), workload policy 1x72.
 */
const NVLINK_DOMAINS: Readonly<Record<string, { readonly topology: string; readonly gpus: number }>> = {
  'a4x-highgpu-4g': { topology: '1x72', gpus: 72 },
};

/** A node pool of GPU nodes: all of them, or those of one NVLink domain. */
export interface GpuGroup {
  /** Name of the node pool. */
  readonly name: string;
  readonly count: number;
}

/** Node pools that so many GPU nodes make. */
export function gpuGroups({ instance, plan }: Pick<GkeInput, 'instance' | 'plan'>): GpuGroup[] {
  const domain = NVLINK_DOMAINS[instance.name];
  const { count } = plan.gpu;
  if (!domain) return [{ name: 'gpu-nodes', count }];
  const size = domain.gpus / instance.gpus;
  return Array.from({ length: Math.max(1, Math.ceil(count / size)) }, (_, i) => ({
    name: `gpu-nodes-${i + 1}`,
    count: Math.min(size, count - i * size),
  }));
}

/**
 * What keeps the nodes of a group near each other: one NVLink domain where the machine has one; where a fabric joins nodes that are
 * bought on demand, one compact placement; on a reservation the policy that it was made with, if any.
 */
export function placementOf(
  part: Part<GcpTypes>,
  { account, fabric, instance, plan, region }: GkeInput,
  { name }: GpuGroup,
): PoolArgs['placementPolicy'] {
  const domain = NVLINK_DOMAINS[instance.name];
  if (domain) {
    const policy = part.add('gcp:compute/resourcePolicy:ResourcePolicy', `${name}-domain`, {
      region,
      workloadPolicy: { type: 'HIGH_THROUGHPUT', acceleratorTopology: domain.topology },
    });
    return { type: 'COMPACT', policyName: output(policy, 'name') };
  }
  const { placementPolicy } = account.capacity;
  if (plan.gpu.capacity === 'reserved')
    return placementPolicy ? { type: 'COMPACT', policyName: placementPolicy } : undefined;
  return fabric.length > 0 && plan.gpu.capacity !== 'spot' ? { type: 'COMPACT' } : undefined;
}
