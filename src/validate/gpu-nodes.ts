import { compareText } from '../plain.ts';
import { remembered } from '../remembered.ts';
import { type Reading, readings } from './readings.ts';
import type { NamedSnapshot, Subject } from './subject.ts';

/** Names of the cluster's GPU nodes, as each snapshot of the cluster knows them. */
export type GpuNodes = readonly Reading<readonly string[]>[];

/**
 * GPU nodes are those with all labels of the recipe's GPU pool. A pool without labels is known by the GPUs that its nodes have, or by
 * its instance type.
 */
export const gpuNodes = remembered(({ recipe, snapshots }: Subject): GpuNodes => {
  const selector = Object.entries(recipe.gpuNodes.selector);
  if (selector.length > 0)
    return readings(snapshots, {
      of: 'topology',
      path: ['labels'],
      read: ({ labels }) =>
        selector
          .map(([label, value]) => {
            const values = Object.hasOwn(labels, label) ? labels[label] : undefined;
            return values && Object.hasOwn(values, value) ? (values[value] ?? []) : [];
          })
          .reduce((all, some) => all.filter((name) => some.includes(name)))
          .toSorted(compareText),
    });
  return readings(snapshots, {
    of: 'k8s',
    path: ['nodes'],
    read: ({ nodes }) =>
      Object.entries(nodes)
        .filter(
          ([, { capacity, instanceType }]) =>
            Object.hasOwn(capacity, 'nvidia.com/gpu') ||
            (instanceType !== undefined && instanceType === recipe.instanceType),
        )
        .map(([name]) => name)
        .sort(compareText),
  });
});

/** Names of all nodes that any snapshot of the cluster shows, with the provider's id where it is known. */
function allNodes(snapshots: readonly NamedSnapshot[]): ReadonlyMap<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const { snapshot } of snapshots) {
    const { k8s, topology } = snapshot.measurements;
    for (const values of Object.values(topology?.labels ?? {}))
      for (const name of Object.values(values).flat()) names.set(name, names.get(name));
    for (const [name, { providerId }] of Object.entries(k8s?.nodes ?? {})) names.set(name, providerId);
  }
  return names;
}

/** The Kubernetes node that a snapshot was taken on: its host name, that with a domain, or the instance's id in the provider's. */
function nodeOf({ snapshot }: NamedSnapshot, nodes: ReadonlyMap<string, string | undefined>): string | undefined {
  const host = snapshot.metadata.node;
  const id = snapshot.measurements.cloud?.instanceId;
  return [...nodes].find(
    ([name, providerId]) =>
      (host !== undefined && (name === host || name.startsWith(`${host}.`))) ||
      (id !== undefined && id !== '' && providerId?.split('/').at(-1) === id),
  )?.[0];
}

export interface Sorted {
  /** Snapshots whose node belongs to the GPU pool: they have a say on its settings. */
  readonly gpu: readonly NamedSnapshot[];
  /** Those of other nodes of the cluster. */
  readonly other: readonly NamedSnapshot[];
  /** Taken on a machine that is no node of the cluster, such as the one of whoever ran the program: no say on any node. */
  readonly outside: readonly NamedSnapshot[];
}

const NODE_COLLECTORS = ['os', 'gpu', 'systemd', 'network'] as const;

/**
 * Which snapshots speak for GPU nodes. Where no snapshot shows the cluster's nodes, all of them do.
 *
 * A host that matches no node is taken for a GPU node if it has a GPU: some clouds name nodes by other names than hosts.
 */
export const sortedByNode = remembered((subject: Subject): Sorted => {
  const nodes = allNodes(subject.snapshots);
  const gpuNames = new Set(gpuNodes(subject).flatMap((reading) => (reading.state === 'said' ? reading.value : [])));
  const sorted = { gpu: [] as NamedSnapshot[], other: [] as NamedSnapshot[], outside: [] as NamedSnapshot[] };
  for (const one of subject.snapshots.filter(showsNode)) {
    const name = nodeOf(one, nodes);
    const { nvidia } = one.snapshot.measurements.gpu ?? {};
    if (nodes.size === 0) sorted.gpu.push(one);
    else if (name === undefined)
      sorted[(nvidia?.gpus.length ?? 0) > 0 || (nvidia?.pciDevices ?? 0) > 0 ? 'gpu' : 'outside'].push(one);
    // With the pool's labels on no node at all, nothing says which nodes were meant: then nobody is left out.
    else sorted[gpuNames.has(name) || gpuNames.size === 0 ? 'gpu' : 'other'].push(one);
  }
  return sorted;
});

/** Whether a collector of nodes was run for it, with success or without. */
const showsNode = ({ snapshot }: NamedSnapshot): boolean =>
  NODE_COLLECTORS.some((name) => {
    const state = Object.hasOwn(snapshot.collectors, name) ? snapshot.collectors[name]?.state : undefined;
    return state === undefined ? Object.hasOwn(snapshot.measurements, name) : state !== 'excluded';
  });

/** What a reader must know of who had a say on the nodes. */
export function coverageNotes(subject: Subject): string[] {
  const { gpu, outside } = sortedByNode(subject);
  const known = gpuNodes(subject).flatMap((reading) => (reading.state === 'said' ? [reading.value.length] : []));
  const total = Math.max(0, ...known);
  const hosts = new Set(gpu.map(({ file, snapshot }) => snapshot.metadata.node ?? file));
  return [
    ...(total > hosts.size && hosts.size > 0
      ? [`what only a node can show was seen on ${hosts.size} of ${total} GPU nodes`]
      : []),
    ...outside.map(
      ({ file, snapshot }) =>
        `${file} was taken on ${snapshot.metadata.node ?? 'a machine without a name'}, which is no node of the cluster: what it says of its own machine does not count`,
    ),
  ];
}
