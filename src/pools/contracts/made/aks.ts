import type { CompiledPools } from '../../compiled.ts';
import type { PoolsPlan } from '../../plan.ts';
import { isGiven } from '../../stand-in.ts';
import { parseTaint } from '../../startup-taint.ts';
import { said } from '../said.ts';
import type { Made, MadeGpuPool } from './made.ts';
import { isGpu, madeOf, type Made as Resource } from './resources.ts';

type AgentPool = Resource<'azure-native:containerservice:AgentPool'>;

/** What the resources of an AKS cluster say. */
export function madeOnAks(compiled: CompiledPools, plan: PoolsPlan): Made {
  const pools = madeOf(compiled, 'azure-native:containerservice:AgentPool');
  const [cluster] = madeOf(compiled, 'azure-native:containerservice:ManagedCluster');
  const nodes = pools.find(isGpu);
  const profiles = (cluster?.args.agentPoolProfiles ?? []).map((profile, i) => ({
    at: `${cluster?.name}: agentPoolProfiles[${i}]`,
    profile,
  }));
  const location = cluster?.args.location;
  return {
    gpu: nodes ? gpuPool(nodes, plan) : { labels: [], taints: [], brings: {} },
    system: {
      labels: profiles.map(({ at, profile }) =>
        said(`${at}.nodeLabels`, (profile.nodeLabels ?? {}) as Record<string, string>),
      ),
      taints: profiles.map(({ at, profile }) =>
        said(
          `${at}.nodeTaints`,
          (profile.nodeTaints ?? []).flatMap((text) => parseTaint(String(text)) ?? []),
        ),
      ),
    },
    ...(typeof location === 'string' ? { region: said(`${cluster?.name}: location`, location) } : {}),
    zones: [],
    versions: [
      ...(cluster ? [said(`${cluster.name}: kubernetesVersion`, cluster.args.kubernetesVersion)] : []),
      ...profiles.map(({ at, profile }) => said(`${at}.orchestratorVersion`, profile.orchestratorVersion)),
      ...pools.map(({ name, args }) => said(`${name}: orchestratorVersion`, args.orchestratorVersion)),
    ].flatMap(({ at, value }) => (typeof value === 'string' && isGiven(value) ? [said(at, value)] : [])),
    addOns: [],
    identities: [],
    networks: [],
  };
}

function gpuPool({ name, args }: AgentPool, plan: PoolsPlan): MadeGpuPool {
  const { capacityReservationGroupID: group, upgradeSettings } = args;
  return {
    labels: [said(`${name}: nodeLabels`, (args.nodeLabels ?? {}) as Record<string, string>)],
    taints: [
      said(
        `${name}: nodeTaints`,
        (args.nodeTaints ?? []).flatMap((text) => parseTaint(String(text)) ?? []),
      ),
    ],
    instanceType: said(`${name}: vmSize`, args.vmSize),
    ...imageOf(name, String(args.osSKU ?? ''), plan),
    brings: bringsOf({ name, args }),
    ...(group === undefined ? {} : { reservation: said(`${name}: capacityReservationGroupID`, group) }),
    isSpot: said(`${name}: scaleSetPriority`, args.scaleSetPriority === 'Spot'),
    ...(args.proximityPlacementGroupID === undefined
      ? {}
      : { placementGroup: said(`${name}: proximityPlacementGroupID`, args.proximityPlacementGroupID) }),
    upgrade: { ...said(`${name}: upgradeSettings`, upgradeSettings), keepsCount: upgradeSettings?.maxSurge === '0' },
  };
}

/**
 * `Ubuntu` is 24.04 from Kubernetes 1.35 on, and 22.04 before.
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-os-version
 */
function imageOf(name: string, sku: string, { kubernetes }: PoolsPlan): Pick<MadeGpuPool, 'image'> {
  const at = said(`${name}: osSKU`, sku);
  const [major = 0, minor = 0] = kubernetes.split('.').map(Number);
  if (sku === 'Ubuntu')
    return { image: { ...at, os: 'ubuntu', osVersion: major > 1 || minor >= 35 ? '24.04' : '22.04' } };
  if (sku === 'Ubuntu2204') return { image: { ...at, os: 'ubuntu', osVersion: '22.04' } };
  if (sku.startsWith('AzureLinux'))
    return { image: { ...at, os: 'azurelinux', refusesDriver: 'there is no driver container for Azure Linux' } };
  return {};
}

/**
 * Azure's driver unless the pool is made without; the toolkit is in every GPU image; the plugin only in that of the GB sizes.
 *
 * @see https://learn.microsoft.com/azure/aks/use-nvidia-gpu
 */
function bringsOf({ name, args }: Pick<AgentPool, 'name' | 'args'>): MadeGpuPool['brings'] {
  const driver = args.gpuProfile?.driver;
  const size = said(`${name}: vmSize`, args.vmSize);
  return {
    driver: { ...said(`${name}: gpuProfile.driver`, driver), isThere: driver !== 'None' },
    toolkit: { ...size, isThere: true },
    devicePlugin: { ...size, isThere: /_GB[23]00_/.test(String(args.vmSize)) },
  };
}
