import type { GpuPool } from '../plan.ts';
import { minorOf } from './input.ts';

/** An image of nodes, in the words of the recipe and of AKS. */
export interface NodeImage {
  readonly os: string;
  readonly osVersion: string;
  /** AKS's name, which means another version of the system with another Kubernetes. */
  readonly osSKU: 'Ubuntu' | 'AzureLinux';
  /** First and last minor version of Kubernetes 1 that it is given with. */
  readonly kubernetes: readonly [first: number, last: number];
}

/**
 * What a name of AKS stands for, by version of Kubernetes (August 2026).
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-os-version#supported-os-versions
 */
export const NODE_IMAGES = [
  { os: 'ubuntu', osVersion: '22.04', osSKU: 'Ubuntu', kubernetes: [25, 34] },
  { os: 'ubuntu', osVersion: '24.04', osSKU: 'Ubuntu', kubernetes: [35, 37] },
  { os: 'azurelinux', osVersion: '3.0', osSKU: 'AzureLinux', kubernetes: [32, 36] },
] as const satisfies readonly NodeImage[];

/** The image that AKS gives this pool. Undefined where it would give another system than the recipe is made for. */
export function nodeImage({ os, osVersion }: Pick<GpuPool, 'os' | 'osVersion'>, kubernetes: string) {
  const minor = minorOf(kubernetes);
  return NODE_IMAGES.find(
    (image) =>
      image.os === os &&
      (osVersion === undefined || image.osVersion === osVersion) &&
      image.kubernetes[0] <= minor &&
      minor <= image.kubernetes[1],
  );
}
