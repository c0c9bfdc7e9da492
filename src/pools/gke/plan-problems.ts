import type { Problem } from '../../errors.ts';
import type { PoolsPlan } from '../plan.ts';
import { IMAGE_TYPES } from './gpu-pool.ts';
import { gcpLabels } from './labels.ts';
import { problem } from './problem.ts';

/** What a cluster file asks for and Google Cloud does not have, whatever the account. */
export function planProblems({ cluster, gpu, tags }: PoolsPlan): Problem[] {
  const { driver, devicePlugin } = gpu.ownership;
  const gpuTaint = gpu.taints.find(({ by, key }) => by === 'service' && key === 'nvidia.com/gpu');
  return [
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(cluster)
      ? []
      : [
          problem(
            'name',
            `${cluster} is no name of a GKE cluster`,
            'begin with a letter, and take 40 signs at most: letters, digits and dashes',
          ),
        ]),
    ...Object.entries(gcpLabels(tags).refused).map(([key, why]) =>
      problem(`shared.labels["${key}"]`, why, 'take another label: Google Cloud gets it as a label of its resources'),
    ),
    ...(gpu.capacity === 'capacity-block'
      ? [
          problem(
            'inputs.capacity',
            'got capacity-block, and Google Cloud has none',
            'say reserved and name the reservation, or take on-demand or spot',
          ),
        ]
      : []),
    ...(gpu.os in IMAGE_TYPES
      ? []
      : [
          problem(
            'criteria.os',
            `GKE has no node image with ${gpu.os}`,
            `take one of ${Object.keys(IMAGE_TYPES).join(', ')}`,
          ),
        ]),
    ...(driver === 'image' || devicePlugin === 'image'
      ? [
          problem(
            `ownership.${driver === 'image' ? 'driver' : 'devicePlugin'}`,
            'says image, and no node image of GKE brings that',
            'say provider where GKE installs it, or operator',
          ),
        ]
      : []),
    ...(driver === 'operator' && gpu.os === 'cos'
      ? [
          problem(
            'ownership.driver',
            'says operator, and the GPU Operator cannot build a driver for Container-Optimized OS',
            'say provider, or take ubuntu',
          ),
        ]
      : []),
    ...(gpuTaint && (gpuTaint.value !== 'present' || gpuTaint.effect !== 'NoSchedule')
      ? [
          problem(
            'pools.gpu.taints',
            `has nvidia.com/gpu=${gpuTaint.value}:${gpuTaint.effect}, and GKE puts nvidia.com/gpu=present:NoSchedule on by itself`,
            'write it as GKE does, so that the tree tolerates it',
          ),
        ]
      : []),
  ];
}
