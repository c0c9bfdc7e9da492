import type { CompiledPools } from '../../compiled.ts';
import type { PoolsPlan } from '../../plan.ts';
import { isGiven } from '../../stand-in.ts';
import { said } from '../said.ts';
import { ownedByPlan } from './from-plan.ts';
import type { Made, MadeGpuPool, MadeNetwork, MadePool } from './made.ts';
import { isGpu, madeOf, type Made as Resource } from './resources.ts';
import { effectOf } from './taints.ts';

type NodePool = Resource<'gcp:container/nodePool:NodePool'>;

/** What the resources of a GKE cluster say. */
export function madeOnGke(compiled: CompiledPools, plan: PoolsPlan): Made {
  const pools = madeOf(compiled, 'gcp:container/nodePool:NodePool');
  const [cluster] = madeOf(compiled, 'gcp:container/cluster:Cluster');
  // One pool for each NVLink domain: they differ in nothing but their number of nodes.
  const gpuPools = pools.filter(isGpu);
  const [nodes] = gpuPools;
  const { region } = compiled.provider;
  const channel = cluster?.args.gatewayApiConfig?.channel;
  return {
    gpu: nodes ? { ...gpuPool(nodes, plan), ...poolOf(gpuPools) } : { labels: [], taints: [], brings: {} },
    system: poolOf(pools.filter((pool) => !isGpu(pool))),
    ...(typeof region === 'string' ? { region: said('provider: region', region) } : {}),
    zones: pools.flatMap(({ name, args: { nodeLocations = [] } }) =>
      nodeLocations.flatMap((zone) =>
        typeof zone === 'string' && isGiven(zone) ? [said(`${name}: nodeLocations`, zone)] : [],
      ),
    ),
    versions: [
      ...(typeof cluster?.args.minMasterVersion === 'string'
        ? [said(`${cluster.name}: minMasterVersion`, cluster.args.minMasterVersion)]
        : []),
      ...pools.flatMap(({ name, args: { version } }) =>
        typeof version === 'string' ? [said(`${name}: version`, version)] : [],
      ),
    ].filter(({ value }) => isGiven(value)),
    addOns: [],
    identities: [],
    ...(cluster
      ? {
          gatewayApi: {
            ...said(`${cluster.name}: gatewayApiConfig.channel`, channel),
            isThere: channel === 'CHANNEL_STANDARD',
          },
        }
      : {}),
    networks: nodes ? extraNetworks(nodes, compiled) : [],
  };
}

const poolOf = (pools: readonly NodePool[]): MadePool => ({
  labels: pools.map(({ name, args }) =>
    said(`${name}: nodeConfig.labels`, (args.nodeConfig?.labels ?? {}) as Record<string, string>),
  ),
  taints: pools.map(({ name, args }) =>
    said(
      `${name}: nodeConfig.taints`,
      (args.nodeConfig?.taints ?? []).map(({ key, value, effect }) => ({
        key: String(key),
        value: String(value),
        effect: effectOf(effect),
      })),
    ),
  ),
});

function gpuPool(nodes: NodePool, plan: PoolsPlan): Omit<MadeGpuPool, keyof MadePool> {
  const { name, args } = nodes;
  const { nodeConfig, networkConfig, placementPolicy, upgradeSettings } = args;
  const affinity = nodeConfig?.reservationAffinity;
  const [accelerator] = nodeConfig?.guestAccelerators ?? [];
  const networks = networkConfig?.additionalNodeNetworkConfigs;
  return {
    instanceType: said(`${name}: nodeConfig.machineType`, nodeConfig?.machineType),
    ...imageOf(name, String(nodeConfig?.imageType ?? '')),
    brings: bringsOf(nodes, plan),
    ...(typeof accelerator?.type === 'string'
      ? { acceleratorType: said(`${name}: nodeConfig.guestAccelerators[0].type`, accelerator.type) }
      : {}),
    // RDMA machines have one more network for IP traffic; with a network profile GKE makes them all.
    ...(networkConfig?.acceleratorNetworkProfile === undefined
      ? {
          fabricInterfaces: said(
            `networks of the fabric in ${name}: networkConfig.additionalNodeNetworkConfigs`,
            Math.max(0, (networks?.length ?? 0) - (plan.gpu.fabric === 'rdma' ? 1 : 0)),
          ),
        }
      : {}),
    ...(affinity?.consumeReservationType === 'SPECIFIC_RESERVATION'
      ? { reservation: said(`${name}: nodeConfig.reservationAffinity`, affinity.values) }
      : {}),
    isSpot: said(`${name}: nodeConfig.spot`, nodeConfig?.spot === true),
    ...(placementPolicy ? { placementGroup: said(`${name}: placementPolicy`, placementPolicy) } : {}),
    upgrade: {
      ...said(`${name}: upgradeSettings`, upgradeSettings),
      keepsCount: upgradeSettings?.maxSurge === 0,
    },
  };
}

const IMAGES: Readonly<Record<string, { readonly os: string; readonly refusesDriver?: string }>> = {
  COS_CONTAINERD: { os: 'cos', refusesDriver: 'the GPU Operator cannot install a driver on Container-Optimized OS' },
  UBUNTU_CONTAINERD: { os: 'ubuntu' },
};

function imageOf(name: string, imageType: string): Pick<MadeGpuPool, 'image'> {
  const image = IMAGES[imageType];
  return image ? { image: { ...said(`${name}: nodeConfig.imageType`, imageType), ...image } } : {};
}

/**
 * Google's driver unless its installation is disabled, and Google's device plugin unless a label of the pool turns it off.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html
 */
function bringsOf({ name, args }: NodePool, plan: PoolsPlan): MadeGpuPool['brings'] {
  const mode = args.nodeConfig?.guestAccelerators?.[0]?.gpuDriverInstallationConfig?.gpuDriverVersion;
  const label = 'gke-no-default-nvidia-gpu-device-plugin';
  const off = args.nodeConfig?.labels?.[label];
  const { toolkit } = ownedByPlan(plan);
  return {
    driver: {
      ...said(`${name}: nodeConfig.guestAccelerators[0].gpuDriverInstallationConfig.gpuDriverVersion`, mode),
      isThere: mode !== 'INSTALLATION_DISABLED',
    },
    ...(toolkit ? { toolkit } : {}),
    devicePlugin: { ...said(`${name}: nodeConfig.labels["${label}"]`, off), isThere: off !== 'true' },
  };
}

/** Additional networks of the pool by the names that they have in the account. */
function extraNetworks(nodes: NodePool, compiled: CompiledPools): Made['networks'] {
  const named = new Map(
    [...madeOf(compiled, 'gcp:compute/network:Network'), ...madeOf(compiled, 'gcp:compute/subnetwork:Subnetwork')].map(
      ({ name, args }) => [name, args.name],
    ),
  );
  const nameOf = (reference: unknown): string | undefined => {
    if (typeof reference === 'string') return reference.split('/').at(-1);
    const of = (reference as { readonly of?: string } | undefined)?.of ?? '';
    const name = named.get(of);
    return typeof name === 'string' ? name : undefined;
  };
  return (nodes.args.networkConfig?.additionalNodeNetworkConfigs ?? []).flatMap(({ network, subnetwork }, i) => {
    const [known, subnet] = [nameOf(network), nameOf(subnetwork)];
    const at = `${nodes.name}: networkConfig.additionalNodeNetworkConfigs[${i}]`;
    const made: MadeNetwork | undefined = known ? { network: known, ...(subnet ? { subnet } : {}) } : undefined;
    return made ? [said(at, made)] : [];
  });
}
