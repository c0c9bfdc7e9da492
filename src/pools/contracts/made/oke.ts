import type { Labels, Taint } from '../../../contract/scheduling.ts';
import type { CompiledPools } from '../../compiled.ts';
import type { PoolsPlan } from '../../plan.ts';
import { isGiven } from '../../stand-in.ts';
import { type Said, said } from '../said.ts';
import { ownedByPlan } from './from-plan.ts';
import type { Made, MadeGpuPool } from './made.ts';
import { isGpu, madeOf, type Made as Resource } from './resources.ts';
import { bootTaints } from './taints.ts';

type NodePool = Resource<'oci:ContainerEngine/nodePool:NodePool'>;
type Configuration = Resource<'oci:Core/instanceConfiguration:InstanceConfiguration'>;

/** What the resources of an OKE cluster say. GPU nodes are a managed pool, or instances of a configuration that join by themselves. */
export function madeOnOke(compiled: CompiledPools, plan: PoolsPlan): Made {
  const pools = madeOf(compiled, 'oci:ContainerEngine/nodePool:NodePool');
  const clusters = madeOf(compiled, 'oci:ContainerEngine/cluster:Cluster');
  const nodes = pools.find(isGpu);
  const configuration = madeOf(compiled, 'oci:Core/instanceConfiguration:InstanceConfiguration').find(isGpu);
  const { region } = compiled.provider;
  const gpu = nodes ? managed(nodes) : configuration ? selfManaged(configuration, compiled) : undefined;
  const atBoot = bootTaints(compiled, 'gpu');
  const systemAtBoot = bootTaints(compiled, 'system');
  // A kubelet reads one list only, so taints that OKE puts on by itself may stand in it too.
  const isOfService = ({ key }: Taint) => plan.gpu.taints.some((one) => one.by === 'service' && one.key === key);
  return {
    gpu: {
      labels: [],
      ...gpu,
      taints: atBoot
        ? [
            said(
              atBoot.at,
              atBoot.value.filter((taint) => !isOfService(taint)),
            ),
          ]
        : [],
      brings: bringsOf(gpu?.labels?.[0], plan),
    },
    system: { labels: pools.filter((pool) => !isGpu(pool)).map(labelsOf), taints: systemAtBoot ? [systemAtBoot] : [] },
    ...(typeof region === 'string' ? { region: said('provider: region', region) } : {}),
    zones: [],
    versions: [...clusters, ...pools].flatMap(({ name, args: { kubernetesVersion: version } }) =>
      typeof version === 'string' && isGiven(version) ? [said(`${name}: kubernetesVersion`, version)] : [],
    ),
    addOns: madeOf(compiled, 'oci:ContainerEngine/addon:Addon').flatMap(({ name, args: { addonName } }) =>
      typeof addonName === 'string' ? [said(`${name}: addonName`, addonName)] : [],
    ),
    identities: [],
    networks: [],
  };
}

const labelsOf = ({ name, args }: NodePool): Said<Labels> =>
  said(
    `${name}: initialNodeLabels`,
    Object.fromEntries((args.initialNodeLabels ?? []).map(({ key, value }) => [String(key), String(value)])),
  );

function managed(nodes: NodePool): Partial<MadeGpuPool> {
  const { name, args } = nodes;
  const { nodeConfigDetails: details, nodePoolCyclingDetails: cycling } = args;
  const at = `${name}: nodeConfigDetails`;
  const [placement] = details?.placementConfigs ?? [];
  const reservation = placement?.capacityReservationId;
  return {
    labels: [labelsOf(nodes)],
    instanceType: said(`${name}: nodeShape`, args.nodeShape),
    fabricPlacement: said(`${at}.computeClusterId`, details?.computeClusterId),
    ...(reservation === undefined
      ? {}
      : { reservation: said(`${at}.placementConfigs[0].capacityReservationId`, reservation) }),
    isSpot: said(`${at}.placementConfigs[0].preemptibleNodeConfig`, placement?.preemptibleNodeConfig !== undefined),
    upgrade: {
      ...said(`${name}: nodePoolCyclingDetails`, cycling),
      keepsCount: ['0', '0%'].includes(String(cycling?.maximumSurge)),
    },
  };
}

function selfManaged({ name, args }: Configuration, compiled: CompiledPools): Partial<MadeGpuPool> {
  const launch = args.instanceDetails?.launchDetails;
  const labels = String(launch?.metadata?.['oke-initial-node-labels'] ?? '');
  const at = `${name}: instanceDetails.launchDetails`;
  const [network] = madeOf(compiled, 'oci:Core/clusterNetwork:ClusterNetwork');
  return {
    labels: [
      said(
        `${at}.metadata["oke-initial-node-labels"]`,
        Object.fromEntries(
          labels
            .split(',')
            .filter(Boolean)
            .map((label) => label.split('=') as [string, string]),
        ),
      ),
    ],
    instanceType: said(`${at}.shape`, launch?.shape),
    fabricPlacement: said('cluster network of the GPU nodes', network?.name),
    ...(launch?.capacityReservationId === undefined
      ? {}
      : { reservation: said(`${at}.capacityReservationId`, launch.capacityReservationId) }),
  };
}

/**
 * Driver and toolkit are in the image, whose id does not tell; OKE's add-on runs a device plugin unless a label turns it off.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengrunninggpunodes.htm
 */
function bringsOf(labels: Said<Labels> | undefined, plan: PoolsPlan): MadeGpuPool['brings'] {
  const { driver, toolkit } = ownedByPlan(plan);
  const label = 'oci.oraclecloud.com/disable-gpu-device-plugin';
  const off = labels?.value[label];
  return {
    ...(driver ? { driver } : {}),
    ...(toolkit ? { toolkit } : {}),
    devicePlugin: { ...said(`${labels?.at}["${label}"]`, off), isThere: off !== 'true' },
  };
}
