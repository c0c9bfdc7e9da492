/** What NVIDIA renamed between Skyhook and NodeWright. One row a generation; nothing else in the project spells these names. */
export interface ApiNames {
  /** Name of the chart, of the release and so of the manager's objects. */
  readonly chart: string;
  /** Namespace that the project's own tools look in. */
  readonly namespace: string;
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Key of the taint that holds workloads back until a node is tuned. */
  readonly taintKey: string;
  /** Where NVIDIA publishes packages for this generation. */
  readonly packages: string;
  /** Writable folder on hosts with a read-only root, such as Container-Optimized OS. */
  readonly readOnlyRootDir: string;
  /** True from the generation that runs packages as Jobs: deadlines, retries and drain options exist. */
  readonly jobs: boolean;
  readonly images: { readonly operator: string; readonly agent: string; readonly kubectl: string };
}

const SKYHOOK: ApiNames = {
  chart: 'skyhook-operator',
  namespace: 'skyhook',
  group: 'skyhook.nvidia.com',
  apiVersion: 'skyhook.nvidia.com/v1alpha1',
  kind: 'Skyhook',
  taintKey: 'skyhook.nvidia.com',
  packages: 'ghcr.io/nvidia/skyhook-packages',
  readOnlyRootDir: '/etc/skyhook',
  jobs: false,
  images: {
    operator: 'nvcr.io/nvidia/skyhook/operator',
    agent: 'nvcr.io/nvidia/skyhook/agent',
    kubectl: 'docker.io/bitnami/kubectl',
  },
};

const NODEWRIGHT: ApiNames = {
  chart: 'nodewright',
  namespace: 'nodewright',
  group: 'nodewright.nvidia.com',
  apiVersion: 'nodewright.nvidia.com/v1alpha1',
  kind: 'NodeWright',
  taintKey: 'nodewright.nvidia.com',
  packages: 'ghcr.io/nvidia/nodewright-packages',
  readOnlyRootDir: '/etc/nodewright',
  jobs: true,
  images: {
    operator: 'ghcr.io/nvidia/nodewright/operator',
    agent: 'ghcr.io/nvidia/nodewright/agent',
    kubectl: 'docker.io/alpine/kubectl',
  },
};

/** Chart minor → generation. 0.16 to 0.19 moved chart, image and API names one after the other and were not read: they have no row. */
const GENERATIONS: Readonly<Record<string, ApiNames>> = { '0.15': SKYHOOK, '0.20': NODEWRIGHT };

/** Chart minors that have a row, for error messages. */
export const KNOWN_MINORS: readonly string[] = Object.keys(GENERATIONS).sort();

/**
 * The names of the chart version's generation; undefined for a version without a row.
 *
 * @see https://github.com/NVIDIA/nodewright/blob/chart/v0.15.1/chart/values.yaml
 * @see https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/chart/values.yaml
 */
export function apiNames(chartVersion: string): ApiNames | undefined {
  const minor = /^v?(\d+\.\d+)\./.exec(chartVersion)?.[1];
  return minor === undefined ? undefined : GENERATIONS[minor];
}
