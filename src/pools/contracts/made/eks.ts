import type { CompiledPools } from '../../compiled.ts';
import type { PoolsPlan } from '../../plan.ts';
import { isGiven } from '../../stand-in.ts';
import { said } from '../said.ts';
import { ownedByPlan } from './from-plan.ts';
import type { Made, MadeGpuPool, MadePool } from './made.ts';
import { isGpu, madeOf, type Made as Resource } from './resources.ts';
import { bootTaints, effectOf } from './taints.ts';

/** What the resources of an EKS cluster say. */
export function madeOnEks(compiled: CompiledPools, plan: PoolsPlan): Made {
  const groups = madeOf(compiled, 'aws:eks/nodeGroup:NodeGroup');
  const [cluster] = madeOf(compiled, 'aws:eks/cluster:Cluster');
  const nodes = groups.find(isGpu);
  const template = madeOf(compiled, 'aws:ec2/launchTemplate:LaunchTemplate').find(isGpu);
  const region = compiled.provider.region;
  return {
    gpu: nodes && template ? gpuPool(nodes, template, compiled, plan) : { labels: [], taints: [], brings: {} },
    system: poolOf(groups.filter((group) => !isGpu(group))),
    ...(typeof region === 'string' ? { region: said('provider: region', region) } : {}),
    zones: madeOf(compiled, 'aws:ec2/subnet:Subnet').flatMap(({ name, args: { availabilityZoneId: zone } }) =>
      typeof zone === 'string' && isGiven(zone) ? [said(`${name}: availabilityZoneId`, zone)] : [],
    ),
    versions: [
      ...(typeof cluster?.args.version === 'string' ? [said(`${cluster.name}: version`, cluster.args.version)] : []),
      ...groups.flatMap(({ name, args: { version, releaseVersion } }) => [
        ...(typeof version === 'string' ? [said(`${name}: version`, version)] : []),
        // Releases of Bottlerocket are numbered by themselves; those of AL2023 begin with the Kubernetes version.
        ...(typeof releaseVersion === 'string' && /^\d+\.\d+\.\d+-\d{8}$/.test(releaseVersion)
          ? [said(`${name}: releaseVersion`, releaseVersion)]
          : []),
      ]),
    ],
    addOns: madeOf(compiled, 'aws:eks/addon:Addon').flatMap(({ name, args: { addonName } }) =>
      typeof addonName === 'string' ? [said(`${name}: addonName`, addonName)] : [],
    ),
    identities: madeOf(compiled, 'aws:eks/podIdentityAssociation:PodIdentityAssociation').flatMap(
      ({ name, args: { namespace, serviceAccount } }) =>
        typeof namespace === 'string' && typeof serviceAccount === 'string'
          ? [said(name, { namespace, serviceAccount })]
          : [],
    ),
    networks: [],
  };
}

const poolOf = (groups: readonly Resource<'aws:eks/nodeGroup:NodeGroup'>[]): MadePool => ({
  labels: groups.map(({ name, args }) => said(`${name}: labels`, (args.labels ?? {}) as Record<string, string>)),
  taints: groups.map(({ name, args }) =>
    said(
      `${name}: taints`,
      (args.taints ?? []).map(({ key, value = '', effect }) => ({
        key: String(key),
        value: String(value),
        effect: effectOf(effect),
      })),
    ),
  ),
});

function gpuPool(
  nodes: Resource<'aws:eks/nodeGroup:NodeGroup'>,
  template: Resource<'aws:ec2/launchTemplate:LaunchTemplate'>,
  compiled: CompiledPools,
  plan: PoolsPlan,
): MadeGpuPool {
  const pool = poolOf([nodes]);
  const { networkInterfaces = [], placement, capacityReservationSpecification: reserved } = template.args;
  const target = reserved?.capacityReservationTarget;
  const atBoot = bootTaints(compiled, 'gpu');
  const efa = networkInterfaces.filter(({ interfaceType }) => String(interfaceType).startsWith('efa'));
  const { updateConfig, amiType } = nodes.args;
  return {
    ...pool,
    taints: [...pool.taints, ...(atBoot ? [atBoot] : [])],
    instanceType: said(`${template.name}: instanceType`, template.args.instanceType),
    ...imageOf(nodes.name, String(amiType), plan),
    fabricInterfaces: said(`EFA interfaces of ${template.name}: networkInterfaces`, efa.length),
    ...(target
      ? {
          reservation: said(
            `${template.name}: capacityReservationSpecification`,
            target.capacityReservationId ?? target.capacityReservationResourceGroupArn,
          ),
        }
      : {}),
    isSpot: said(`${nodes.name}: capacityType`, nodes.args.capacityType === 'SPOT'),
    ...(placement?.groupName === undefined
      ? {}
      : { placementGroup: said(`${template.name}: placement.groupName`, placement.groupName) }),
    upgrade: {
      ...said(`${nodes.name}: updateConfig`, updateConfig),
      keepsCount: updateConfig?.updateStrategy === 'MINIMAL',
    },
  };
}

/**
 * What EKS's images bring, by the name of their type.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html driver and toolkit; no device plugin in AL2023
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami-bottlerocket.html the plugin is part of Bottlerocket
 */
function imageOf(nodes: string, amiType: string, plan: PoolsPlan): Pick<MadeGpuPool, 'image' | 'brings'> {
  const [, family = '', arm] = /^(AL2023|BOTTLEROCKET)_(?:x86_64|(ARM_64))_/.exec(amiType) ?? [];
  const at = `${nodes}: amiType`;
  if (family === '') return { brings: ownedByPlan(plan) };
  const isNvidia = amiType.endsWith('_NVIDIA');
  const brings = (isThere: boolean) => ({ ...said(at, amiType), isThere });
  const isBottlerocket = family === 'BOTTLEROCKET';
  return {
    image: {
      ...said(at, amiType),
      os: family.toLowerCase(),
      architecture: arm ? 'arm64' : 'amd64',
      ...(isBottlerocket ? { refusesDriver: 'the root file system of Bottlerocket is read-only' } : {}),
    },
    brings: {
      driver: brings(isNvidia),
      toolkit: brings(isNvidia),
      devicePlugin: brings(isNvidia && isBottlerocket),
    },
  };
}
