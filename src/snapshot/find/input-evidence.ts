import { formatPath } from '../../path.ts';
import { inputs } from '../../recipe/inputs.ts';
import type { Snapshot } from '../document.ts';
import type { Evidence } from './evidence.ts';
import type { Witness } from './witness.ts';

/** Label → its value → how the node is paid for. */
const CAPACITY_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'eks.amazonaws.com/capacityType': { ON_DEMAND: 'on-demand', SPOT: 'spot', CAPACITY_BLOCK: 'capacity-block' },
  'karpenter.sh/capacity-type': { 'on-demand': 'on-demand', spot: 'spot', reserved: 'reserved' },
  'cloud.google.com/gke-spot': { true: 'spot' },
  'kubernetes.azure.com/scalesetpriority': { spot: 'spot' },
  'oci.oraclecloud.com/oke-is-preemptible': { true: 'spot' },
};

const evidence = (value: string, path: string, sureness: Evidence['sureness'] = 'certain', seen = value): Evidence => ({
  value,
  sureness,
  path,
  seen,
});

const labelPath = (label: string): string => formatPath(['measurements', 'topology', 'labels', label]);

/** `v1.34.2-eks-3025e55` → 1.34.2: what is behind the numbers is the service's own. */
export function kubernetesEvidence({ measurements: { k8s } }: Snapshot): Evidence[] {
  const version = k8s?.server.version ?? '';
  const numbers = /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1];
  return numbers === undefined ? [] : [evidence(numbers, 'measurements.k8s.server.version', 'certain', version)];
}

/** Kernels of the machines with GPUs. */
export const kernelEvidence = (witnesses: readonly Witness[]): Evidence[] =>
  witnesses.flatMap(({ gpu, kernel, sureness }) => {
    const version = inputs.shape.kernel.safeParse(kernel?.text).data;
    return gpu && kernel !== undefined && version !== undefined ? [evidence(version, kernel.path, sureness)] : [];
  });

/** Drivers of the machines with GPUs: of the machine itself, and as NVIDIA's feature discovery labels nodes. */
export function driverEvidence({ measurements: { gpu } }: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  const label = 'nvidia.com/cuda.driver-version.full';
  return witnesses.flatMap((one) => {
    const own = one.host ? gpu?.nvidia?.driver : undefined;
    const labelled = one.labels.get(label);
    return [
      ...(own === undefined ? [] : [evidence(own, 'measurements.gpu.nvidia.driver', one.sureness)]),
      ...(one.gpu && labelled !== undefined ? [evidence(labelled, labelPath(label), one.sureness)] : []),
    ];
  });
}

/** Only of the machine itself, where it is one with GPUs: the API server does not say it. */
export function pageSizeEvidence({ measurements: { os } }: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  const host = witnesses.find((one) => one.host && one.gpu);
  const size = os?.pageSizeKiB;
  if (host === undefined || (size !== 4 && size !== 64)) return [];
  return [evidence(String(size), 'measurements.os.pageSizeKiB', host.sureness)];
}

export function regionEvidence({ measurements: { cloud } }: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  const label = 'topology.kubernetes.io/region';
  return witnesses.flatMap(({ host, labels, sureness }) => {
    const labelled = labels.get(label);
    const own = host ? cloud?.region : undefined;
    return [
      ...(own === undefined ? [] : [evidence(own, 'measurements.cloud.region', sureness)]),
      ...(labelled === undefined ? [] : [evidence(labelled, labelPath(label), sureness)]),
    ];
  });
}

/** The AWS partition that a region is of. */
export const partitionEvidence = (region: readonly Evidence[]): Evidence[] =>
  region.flatMap(({ value, ...rest }) => {
    if (value === undefined) return [];
    return [
      { ...rest, value: value.startsWith('cn-') ? 'aws-cn' : value.startsWith('us-gov-') ? 'aws-us-gov' : 'aws' },
    ];
  });

/** How the machines with GPUs are paid for. */
export function capacityEvidence({ measurements: { cloud } }: Snapshot, witnesses: readonly Witness[]): Evidence[] {
  return witnesses
    .filter(({ gpu }) => gpu)
    .flatMap(({ host, labels, sureness }) => {
      const own = host ? cloud?.capacity : undefined;
      const labelled = Object.entries(CAPACITY_LABELS).flatMap(([label, words]) => {
        const said = labels.get(label);
        const value = said !== undefined && Object.hasOwn(words, said) ? words[said] : undefined;
        return value === undefined ? [] : [evidence(value, labelPath(label), sureness, said)];
      });
      return [...(own === undefined ? [] : [evidence(own, 'measurements.cloud.capacity', sureness)]), ...labelled];
    });
}

/** Machine types of the machines with GPUs. */
export const instanceTypeEvidence = (witnesses: readonly Witness[]): Evidence[] =>
  witnesses.flatMap(({ gpu, instanceType, sureness }) =>
    gpu && instanceType !== undefined ? [evidence(instanceType.text, instanceType.path, sureness)] : [],
  );

/** How many nodes with GPUs the API server lists. */
export function countEvidence(witnesses: readonly Witness[]): Evidence[] {
  const nodes = witnesses.filter(({ host }) => !host);
  const count = nodes.filter(({ gpu }) => gpu).length;
  return count === 0
    ? []
    : [evidence(String(count), 'measurements.k8s.nodes', 'certain', `${count} of ${nodes.length} nodes have GPUs`)];
}
