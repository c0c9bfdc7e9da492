/** Where a field of the cluster context is given in a cluster file. */
const PLACES: readonly (readonly [field: string, place: string])[] = [
  ['gpuNodes.tolerations', 'pools.gpu.tolerations'],
  ['gpuNodes.selector', 'pools.gpu.labels'],
  ['gpuNodes.taints', 'pools.gpu.taints'],
  ['gpuNodes.count', 'pools.gpu.count'],
  ['systemNodes.selector', 'pools.system.labels'],
  ['systemNodes.tolerations', 'pools.system.taints'],
  ['ownership', 'ownership'],
  ['kubernetes', 'inputs.kubernetes'],
  ['region', 'inputs.region'],
  ['partition', 'inputs.partition'],
  ['pageSizeKiB', 'inputs.pageSizeKiB'],
  ['registryMirror', 'shared.registryMirror'],
  ['pullSecrets', 'shared.pullSecrets'],
  ['proxy', 'shared.proxy'],
  ['storageClass', 'shared.storageClass'],
  ['issuer', 'shared.issuer'],
  ['namespaces', 'shared.namespaces'],
  ['instanceType', 'pools.gpu.instanceType'],
];

/**
 * Props of the context as the user of a cluster file writes them: `cluster.ownership.driver` is `ownership.driver` there.
 *
 * A field that no place gives (criteria, facts of the instance type) stays as it is.
 */
export function inClusterFile(text: string): string {
  return text.replaceAll(/\bcluster\.([A-Za-z.]+)/g, (whole, path: string) => {
    const found = PLACES.find(([field]) => path === field || path.startsWith(`${field}.`));
    return found ? `${found[1]}${path.slice(found[0].length)}` : whole;
  });
}
