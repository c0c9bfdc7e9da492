import type { NetworkArgs } from '@pulumi/gcp/compute/network.js';
import type { Expression } from '../expression.ts';
import { output, Part, type Planned, type PlannedResource } from '../resource.ts';
import { placeSubnets } from '../subnets.ts';
import type { GkeInput } from './input.ts';
import { ALL_TRAFFIC } from './network.ts';
import type { GcpTypes } from './resource-types.ts';

/** An interface of every GPU node besides the primary one. */
export interface NodeNetwork {
  readonly network: Expression;
  readonly subnetwork: Expression;
}

/** Prefix length of each subnet: 4096 addresses, as the blueprints of Google have it. */
export const FABRIC_SUBNET_PREFIX = 20;

/** VPCs and subnets of the fabric. Their names are fixed, because the tree refers to them. */
export function gkeFabricNetworks({ account, fabric, gpuZone, plan, region }: GkeInput): {
  readonly resources: readonly PlannedResource[];
  readonly interfaces: readonly NodeNetwork[];
} {
  const part = new Part<GcpTypes>('fabric');
  const short = (name: string) => name.slice(plan.cluster.length + 1);
  const cidrs = placeSubnets(
    account.fabricCidr,
    Object.fromEntries(fabric.flatMap(({ subnets }) => subnets.map(({ name }) => [name, FABRIC_SUBNET_PREFIX]))),
  );
  const interfaces = fabric.flatMap(({ vpc, mtu, isRoce, subnets }) => {
    const network = part.add(
      'gcp:compute/network:Network',
      short(vpc),
      {
        name: vpc,
        autoCreateSubnetworks: false,
        mtu,
        routingMode: 'REGIONAL',
        description: `GPU fabric of cluster ${plan.cluster}`,
        // RDMA lives in one zone: nodes elsewhere would need a network of their own.
        ...(isRoce ? roce(account.project, gpuZone) : {}),
      },
      { deleteBeforeReplace: true },
    );
    const made = subnets.map(({ name }) => {
      const subnet = part.add(
        'gcp:compute/subnetwork:Subnetwork',
        `${short(name)}-subnet`,
        { name, network: output(network, 'id'), region, ipCidrRange: cidrs[name] ?? '' },
        { deleteBeforeReplace: true },
      );
      return { network: output(network, 'name'), subnetwork: output(subnet, 'name') };
    });
    if (!isRoce)
      part.add('gcp:compute/firewall:Firewall', `${short(vpc)}-internal`, {
        network: output(network, 'id'),
        description: 'GPU nodes among themselves',
        direction: 'INGRESS',
        sourceRanges: [account.fabricCidr],
        allows: ALL_TRAFFIC,
      });
    return made;
  });
  return { resources: part.resources, interfaces };
}

const roce = (project: string, zone: string): Partial<Planned<NetworkArgs>> => ({
  networkProfile: `projects/${project}/global/networkProfiles/${zone}-vpc-roce`,
});
