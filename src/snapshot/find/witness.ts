import { formatPath } from '../../path.ts';
import { compareText } from '../../plain.ts';
import type { Catalog } from '../../recipe/catalog.ts';
import type { Instance } from '../../recipe/instance.ts';
import type { Snapshot } from '../document.ts';
import type { Sureness } from './evidence.ts';

/** A text and where it stands in the snapshot. */
export interface Fact {
  readonly text: string;
  readonly path: string;
}

/** One machine as a snapshot shows it: a node by the API server, or the machine that the collectors ran on. */
export interface Witness {
  /** Whether it has GPUs. */
  readonly gpu: boolean;
  readonly sureness: Sureness;
  readonly products: readonly Fact[];
  readonly instanceType?: Fact;
  readonly osImage?: Fact;
  readonly kernel?: Fact;
  readonly providerId?: Fact;
  readonly kubelet?: Fact;
  /** Label → value. */
  readonly labels: ReadonlyMap<string, string>;
  /** The machine that the collectors of nodes ran on: `gpu`, `os` and `cloud` are of it. */
  readonly host: boolean;
}

/** Labels that name a GPU: NVIDIA GPU feature discovery, AMD's node labeller, GKE. */
const PRODUCT_LABELS = [
  'nvidia.com/gpu.product',
  'amd.com/gpu.product-name',
  'cloud.google.com/gke-accelerator',
] as const;

/** What a device plugin offers: GPUs, MIG devices, shared GPUs. */
const GPU_RESOURCE = /^(nvidia\.com\/(gpu|mig-)|amd\.com\/gpu)/;

/** Every machine that the snapshot shows, nodes first, by name. */
export function witnessesOf(snapshot: Snapshot, catalog: Catalog): Witness[] {
  const nodes = nodesOf(snapshot, catalog);
  const host = hostOf(snapshot, nodes);
  return [...nodes.map(({ witness }) => witness), ...(host === undefined ? [] : [host])];
}

interface Named {
  readonly name: string;
  readonly witness: Witness;
}

function nodesOf({ measurements: { k8s, topology } }: Snapshot, catalog: Catalog): Named[] {
  const labels = labelsByNode(topology?.labels ?? {});
  const offered = new Set(
    Object.entries(k8s?.resourceSlices ?? {}).flatMap(([driver, nodes]) =>
      /^gpu\.(nvidia|amd)\.com$/.test(driver) ? Object.keys(nodes) : [],
    ),
  );
  return Object.entries(k8s?.nodes ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, node]) => {
      const fact = (key: 'instanceType' | 'osImage' | 'kernel' | 'providerId' | 'kubelet'): Fact | undefined => {
        const text = node[key];
        return text === undefined ? undefined : { text, path: formatPath(['measurements', 'k8s', 'nodes', name, key]) };
      };
      const own = labels.get(name) ?? new Map<string, string>();
      const products = PRODUCT_LABELS.flatMap((label) => {
        const text = own.get(label);
        return text === undefined ? [] : [{ text, path: formatPath(['measurements', 'topology', 'labels', label]) }];
      });
      const has = Object.entries({ ...node.capacity, ...node.allocatable }).some(
        ([resource, count]) => GPU_RESOURCE.test(resource) && count !== '0',
      );
      const instanceType = fact('instanceType');
      const gpu = has || products.length > 0 || offered.has(name) || instanceOf(catalog, instanceType) !== undefined;
      const witness: Witness = {
        gpu,
        sureness: 'certain',
        host: false,
        products,
        labels: own,
        ...withValues({
          instanceType,
          osImage: fact('osImage'),
          kernel: fact('kernel'),
          providerId: fact('providerId'),
          kubelet: fact('kubelet'),
        }),
      };
      return { name, witness };
    });
}

/**
 * The machine of the collectors, or undefined where it is none of the cluster's nodes: whoever runs this on a laptop has a laptop's system
 * in the snapshot, and not a node's.
 */
function hostOf(
  { metadata, measurements: { gpu, os, cloud } }: Snapshot,
  nodes: readonly Named[],
): Witness | undefined {
  const self = nodes.find(
    ({ name, witness }) =>
      sameHost(name, metadata.node) ||
      (cloud?.instanceId !== undefined && witness.providerId?.text.endsWith(cloud.instanceId) === true),
  );
  if (nodes.length > 0 && self === undefined && metadata.node !== undefined) return undefined;
  const products = (['nvidia', 'amd'] as const).flatMap((vendor) =>
    (gpu?.[vendor]?.gpus ?? []).map(({ product }, i) => ({
      text: product,
      path: formatPath(['measurements', 'gpu', vendor, 'gpus', i, 'product']),
    })),
  );
  const has = products.length > 0 || (gpu?.nvidia?.pciDevices ?? 0) > 0;
  return {
    // A machine that nobody looked at for GPUs is taken for what the cluster says of it; alone, it is the one that the snapshot is of.
    gpu: has || (self === undefined ? nodes.length === 0 : self.witness.gpu),
    sureness: nodes.length > 0 && self === undefined ? 'likely' : 'certain',
    host: true,
    products,
    labels: new Map(),
    ...withValues({
      instanceType: cloud?.instanceType && { text: cloud.instanceType, path: 'measurements.cloud.instanceType' },
      kernel: os?.kernel.release && { text: os.kernel.release, path: 'measurements.os.kernel.release' },
    }),
  };
}

/** A host name and a node's: either may have the domain. */
const sameHost = (node: string, host: string | undefined): boolean =>
  host !== undefined && host !== '' && (node === host || node.startsWith(`${host}.`) || host.startsWith(`${node}.`));

function labelsByNode(
  labels: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const byNode = new Map<string, Map<string, string>>();
  for (const [label, values] of Object.entries(labels))
    for (const [value, nodes] of Object.entries(values))
      for (const node of nodes) {
        const own = byNode.get(node) ?? new Map<string, string>();
        byNode.set(node, own.set(label, value));
      }
  return byNode;
}

/** The machine type as recipes/instances knows it; names are those of one service each. */
export const instanceOf = (catalog: Catalog, type: Fact | undefined): Instance | undefined =>
  type && catalog.instances.findLast(({ name }) => name === type.text);

type Facts = 'instanceType' | 'osImage' | 'kernel' | 'providerId' | 'kubelet';

const withValues = (facts: Partial<Record<Facts, Fact | '' | undefined>>): Partial<Record<Facts, Fact>> =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined && fact !== ''));
