import { valueAt } from '../../path.ts';
import type { Contract } from './contract.ts';
import { broken, said } from './said.ts';
import { objectsOf } from './tree/read.ts';

/** Machines that are sold by the rack come by the rack. */
export const rackCount: Contract = {
  id: 'rack-count',
  about: 'Machines that are sold and joined by the rack come in whole racks.',
  halves: ['pools.gpu.count', 'rackSizes of the instance type'],
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-nvidia-ultraserver.html',
  check({ plan: { gpu } }) {
    const sizes = gpu.instance?.rackSizes ?? [];
    if (sizes.length === 0 || sizes.some((size) => gpu.count % size === 0)) return [];
    return [
      broken({
        path: 'pools.gpu.count',
        pool: said('pools.gpu.count', gpu.count),
        tree: said(`rackSizes of ${gpu.instanceType}`, sizes),
        because: 'the rest of a rack would have no NVLink to its neighbours, or cannot be bought at all',
        hint: `give a multiple of ${sizes.join(' or ')}`,
      }),
    ];
  },
};

/** EKS sells UltraServers as capacity blocks only. */
export const rackCapacity: Contract = {
  id: 'rack-capacity',
  about: 'UltraServers of EKS run on capacity blocks.',
  halves: ['inputs.capacity', 'rackSizes of the instance type'],
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-nvidia-ultraserver.html',
  check({ plan: { gpu, service } }) {
    const sizes = gpu.instance?.rackSizes ?? [];
    if (service !== 'eks' || sizes.length === 0 || gpu.capacity === 'capacity-block') return [];
    return [
      broken({
        path: 'inputs.capacity',
        pool: said('inputs.capacity', gpu.capacity),
        tree: said(`rackSizes of ${gpu.instanceType}`, sizes),
        because: 'EKS takes these machines from capacity blocks only',
        hint: 'set inputs.capacity to capacity-block',
      }),
    ];
  },
};

/** A domain of NVLink ends at the rack. */
export const rackDomains: Contract = {
  id: 'rack-domains',
  about: 'No ComputeDomain of the tree spans more nodes than a rack or the pool has.',
  halves: ['pools.gpu.count and rackSizes of the instance type', 'spec.numNodes of ComputeDomain objects'],
  source:
    'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu/blob/v0.4.1/api/nvidia.com/resource/v1beta1/computedomain.go',
  check(input) {
    const { gpu } = input.plan;
    const most = Math.min(gpu.count, ...(gpu.instance?.rackSizes.slice(-1) ?? []));
    return objectsOf(input, 'ComputeDomain').flatMap(({ component, object }) => {
      const nodes = valueAt(object, ['spec', 'numNodes']);
      if (typeof nodes !== 'number' || nodes <= most) return [];
      return [
        broken({
          path: `components.${component}.domains.${object.metadata.name}.numNodes`,
          pool: said(most === gpu.count ? 'pools.gpu.count' : `largest of rackSizes of ${gpu.instanceType}`, most),
          tree: said(`${component}: ComputeDomain ${object.metadata.name} spec.numNodes`, nodes),
          because: 'NVLink ends there, so the domain would never be ready',
          hint: `give numNodes ${most} at most, or 0 for as many as a job has`,
        }),
      ];
    });
  },
};
