import type { Ownership, ResolvedSetting } from '../contract/cluster.ts';
import type { ComponentManifests } from '../contract/manifests.ts';
import type { Labels, Taint } from '../contract/scheduling.ts';
import { compareText, pick } from '../plain.ts';
import type { ClusterFile } from '../recipe/cluster-file.ts';
import type { Instance } from '../recipe/instance.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import type { TunedSetting } from '../recipe/tuning.ts';
import { startupTaint } from './startup-taint.ts';

/** A taint and who puts it on a new node: the pool, the service by itself, or the node agent once the node has joined. */
export interface PlannedTaint extends Taint {
  readonly by: 'pool' | 'service' | 'agent';
  readonly because: string;
}

/** A setting that holds on the pool, and who brings it to the node. */
export interface PlannedSetting extends Omit<ResolvedSetting, 'channel' | 'tradeOff'> {
  /** `pool`: the node pool must; `agent`: the node agent in the cluster; `chart`: a chart value; `image`: it is there; `none`: nothing can. */
  readonly carrier: 'pool' | 'agent' | 'chart' | 'image' | 'none';
  /** Why that one. */
  readonly because: string;
  /** Layer that sets it. */
  readonly layer: string;
}

/** Nodes for everything that is not bound to a GPU node. */
export interface SystemPool {
  readonly labels: Labels;
  readonly taints: readonly PlannedTaint[];
}

/** What the GPU nodes of a cluster must be, whoever makes them. */
export interface GpuPool {
  /** Planned number of nodes. */
  readonly count: number;
  readonly accelerator: string;
  readonly gpusPerNode: number;
  /** Absent for a generic recipe. */
  readonly instanceType?: string;
  /** Its row in the tables of instance types. */
  readonly instance?: Instance;
  readonly architecture: 'amd64' | 'arm64';
  readonly machine: 'vm' | 'bare-metal';
  readonly os: string;
  readonly osVersion?: string;
  readonly kernel?: string;
  /** Memory page size of the kernel. Unit: KiB. */
  readonly pageSizeKiB: number;
  /** How the nodes are paid for, e.g. `capacity-block`. */
  readonly capacity?: string;
  readonly fabric: string;
  /** Fabric interfaces a node. */
  readonly fabricInterfaces: number;
  readonly labels: Labels;
  readonly taints: readonly PlannedTaint[];
  /** Who installs driver, toolkit and device plugin, and who hands out GPUs. */
  readonly ownership: Ownership;
  readonly settings: readonly PlannedSetting[];
}

/** Both pools of a cluster as its recipe and its tree need them: no cloud, no resource. */
export interface PoolsPlan {
  readonly cluster: string;
  readonly service: string;
  readonly kubernetes: string;
  readonly region?: string;
  readonly partition: string;
  /** Labels that the cluster file wants on everything; resources of a cloud get them as tags or labels. */
  readonly tags: Labels;
  /** Component of the tree → its namespace. */
  readonly components: Labels;
  readonly system: SystemPool;
  readonly gpu: GpuPool;
  /** Input or owner that the nodes depend on → the file and place that said it. Settings name their layer themselves. */
  readonly provenance: Readonly<Record<string, string>>;
}

export interface PlanInput {
  readonly cluster: ClusterFile;
  readonly recipe: ResolvedRecipe;
  /** The manifests of the same cluster: what they need of nodes is read there. */
  readonly units: readonly ComponentManifests[];
}

/** The pools that fit the tree of the same cluster file. Pure: same input, same plan. */
export function planPools({ cluster, recipe, units }: PlanInput): PoolsPlan {
  const { context, inputs } = recipe;
  const { system, gpu } = cluster.pools;
  return {
    cluster: recipe.name,
    service: context.service,
    kubernetes: context.kubernetes,
    ...pick(context, ['region']),
    partition: context.partition,
    tags: context.labels,
    components: context.namespaces,
    system: { labels: system.labels, taints: system.taints.map((taint) => ofTheFile(taint)) },
    gpu: {
      count: gpu.count,
      accelerator: context.accelerator,
      gpusPerNode: context.gpusPerNode,
      ...pick(context, ['instanceType']),
      ...pick(recipe, ['instance']),
      architecture: context.architecture,
      machine: context.machine,
      os: context.os,
      ...pick(inputs, ['osVersion', 'kernel']),
      pageSizeKiB: context.pageSizeKiB,
      ...pick(inputs, ['capacity']),
      fabric: context.fabric,
      fabricInterfaces: context.fabricInterfaces,
      labels: gpu.labels,
      taints: [
        ...gpu.taints.map((taint) => ofTheFile(taint, OF_GPU_NODES[context.service])),
        ...ofTheType(recipe, gpu.taints),
        ...ofTheAgent(context.service, units),
      ],
      ownership: context.ownership,
      settings: (recipe.tuning.gpu ?? []).filter(({ state }) => state === 'applies').map(planned),
    },
    provenance: provenanceOf(recipe),
  };
}

const provenanceOf = ({ provenance }: ResolvedRecipe): PoolsPlan['provenance'] =>
  Object.fromEntries(
    [...provenance]
      .filter(([path]) => path.startsWith('inputs.') || path.startsWith('ownership.'))
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([path, { source }]) => [path, `${source.file}:${source.line}:${source.column}`]),
  );

/**
 * Key of the taint that a service puts on every GPU node by itself. A pool that declares it too is refused, or has it twice.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus GKE, in clusters with a pool without GPUs
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengrunninggpunodes.htm OKE
 */
const OF_GPU_NODES: Readonly<Record<string, string>> = { gke: 'nvidia.com/gpu', oke: 'nvidia.com/gpu' };

const ofTheFile = (taint: Taint, automatic?: string): PlannedTaint =>
  taint.key === automatic
    ? { ...taint, by: 'service', because: 'the service puts it on every GPU node; the cluster file counts on it' }
    : { ...taint, by: 'pool', because: 'as the cluster file has it' };

function ofTheType({ instance }: ResolvedRecipe, own: readonly Taint[]): PlannedTaint[] {
  const theirs = instance?.taints.filter(({ key }) => !own.some((taint) => taint.key === key)) ?? [];
  return theirs.map((taint) => ({ ...taint, by: 'service', because: 'the service puts it on nodes of this type' }));
}

/** A taint that AKS puts on an agent pool can never be removed again by the agent, and no workload would ever start. */
const REFUSES_REMOVAL = ['aks'];

function ofTheAgent(service: string, units: readonly ComponentManifests[]): PlannedTaint[] {
  const startup = startupTaint(units);
  if (!startup) return [];
  const because = 'holds workloads back until the node agent has tuned the node, which then removes it';
  if (!REFUSES_REMOVAL.includes(service)) return [{ ...startup.taint, by: 'pool', because }];
  if (!startup.isAutomatic) return [];
  return [
    {
      ...startup.taint,
      by: 'agent',
      because: `${because}; never on the pool itself, since ${service.toUpperCase()} refuses its removal`,
    },
  ];
}

function planned({ channel, tradeOff: _t, grade: _g, state: _s, because, ...setting }: TunedSetting): PlannedSetting {
  const carrier = channel === 'profile' ? 'agent' : channel;
  return {
    ...setting,
    carrier,
    because: because || (channel === 'profile' ? 'a profile of the node agent applies it' : ''),
  };
}
