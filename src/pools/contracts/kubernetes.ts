import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';

const minorOf = (version: string): string => version.replace(/^v/, '').split('.').slice(0, 2).join('.');

/** One Kubernetes minor for control plane, pools, images and tree. */
export const kubernetesVersion: Contract = {
  id: 'kubernetes-version',
  about: 'Control plane, pools and node images have the Kubernetes minor that the tree was resolved for.',
  halves: ['versions of cluster, pools and image releases', 'inputs.kubernetes'],
  source: 'https://kubernetes.io/releases/version-skew-policy/',
  check(input) {
    const { kubernetes } = input.plan;
    const minor = minorOf(kubernetes);
    return made(input)
      .versions.filter(({ value }) => minorOf(value) !== minor)
      .map((pool) =>
        broken({
          path: 'inputs.kubernetes',
          pool,
          tree: said('inputs.kubernetes', kubernetes),
          because: `charts, APIs and constraints of the tree were held against ${minor}`,
          hint: 'give both halves one Kubernetes version',
        }),
      );
  },
};

/**
 * Kernel line of EKS's accelerated AL2023 image, by Kubernetes minor.
 *
 * @see https://github.com/awslabs/amazon-eks-ami July 2026
 */
const AL2023_KERNELS: Readonly<Record<string, string>> = {
  '1.30': '6.1',
  '1.31': '6.1',
  '1.32': '6.1',
  '1.33': '6.12',
  '1.34': '6.12',
  '1.35': '6.12',
  '1.36': '6.18',
};

/** Settings were chosen for a kernel; the image brings the one of its Kubernetes minor. */
export const imageKernel: Contract = {
  id: 'image-kernel',
  about:
    "The kernel that the recipe was resolved for is the one that EKS's AL2023 image has for this Kubernetes minor.",
  halves: ['kernel of the image by Kubernetes minor', 'inputs.kernel'],
  source: 'https://github.com/awslabs/amazon-eks-ami (July 2026)',
  check(input) {
    const { gpu, kubernetes, service } = input.plan;
    const line = AL2023_KERNELS[minorOf(kubernetes)];
    if (service !== 'eks' || gpu.os !== 'al2023' || gpu.kernel === undefined || line === undefined) return [];
    if (minorOf(gpu.kernel) === line) return [];
    return [
      broken({
        path: 'inputs.kernel',
        pool: said(`kernel of the AL2023 image for Kubernetes ${kubernetes}`, line),
        tree: said('inputs.kernel', gpu.kernel),
        because: 'settings and driver were chosen for another kernel',
        hint: `set inputs.kernel to ${line}, or choose the Kubernetes minor of the kernel that you want`,
      }),
    ];
  },
};
