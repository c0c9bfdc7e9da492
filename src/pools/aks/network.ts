import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { placeSubnets } from '../subnets.ts';
import { SUBNETS } from './addresses.ts';
import type { AksInput } from './input.ts';
import type { AzureTypes } from './resource-types.ts';

export interface AksNetwork {
  readonly resources: readonly PlannedResource[];
  readonly vnetId: Expression;
  readonly subnetIds: Readonly<Record<keyof typeof SUBNETS, Expression>>;
  /** The one address that nodes come from when they talk to the internet. */
  readonly egressAddress: Expression;
}

/**
 * A network of its own: a subnet for each pool, and one way out. Pods have addresses of an overlay and take none of it.
 *
 * A NAT gateway of this version of the API lives in one zone: in that of the GPU nodes, without which there is nothing to do for the rest.
 * Names of network and subnets become labels of nodes and have 63 characters at most, so they are not left to Pulumi.
 */
export function aksNetwork(input: AksInput, group: Expression): AksNetwork {
  const { account, gpuZone, plan, tags } = input;
  const part = new Part<AzureTypes>('network');
  const resourceGroupName = group;
  const zones = gpuZone === undefined ? {} : { zones: [gpuZone] };
  const address = part.add('azure-native:network:PublicIPAddress', 'egress-address', {
    resourceGroupName,
    sku: { name: 'Standard' },
    publicIPAllocationMethod: 'Static',
    publicIPAddressVersion: 'IPv4',
    ...zones,
    tags,
  });
  const nat = part.add('azure-native:network:NatGateway', 'nat', {
    resourceGroupName,
    sku: { name: 'Standard' },
    publicIpAddresses: [{ id: output(address, 'id') }],
    ...zones,
    tags,
  });
  const vnet = part.add(
    'azure-native:network:VirtualNetwork',
    'vnet',
    {
      resourceGroupName,
      virtualNetworkName: plan.cluster,
      addressSpace: { addressPrefixes: [account.vnetCidr] },
      // Bought apart, for every network of a company at once.
      enableDdosProtection: false,
      enableVmProtection: false,
      tags,
    },
    account.protect ? { protect: true } : {},
  );
  const cidrs = placeSubnets(account.vnetCidr, SUBNETS);
  const subnet = (name: keyof typeof SUBNETS, ...after: readonly string[]) =>
    part.add(
      'azure-native:network:Subnet',
      `${name}-subnet`,
      {
        resourceGroupName,
        virtualNetworkName: output(vnet, 'name'),
        subnetName: name,
        addressPrefix: cidrs[name] ?? '',
        natGateway: { id: output(nat, 'id') },
        defaultOutboundAccess: false,
        // AKS puts the endpoint of a private API into the system subnet.
        privateEndpointNetworkPolicies: 'Disabled',
        privateLinkServiceNetworkPolicies: 'Enabled',
      },
      after.length > 0 ? { dependsOn: after } : {},
    );
  const system = subnet('system');
  // Azure changes one subnet of a network at a time.
  const gpu = subnet('gpu', system.name);
  return {
    resources: part.resources,
    vnetId: output(vnet, 'id'),
    subnetIds: { system: output(system, 'id'), gpu: output(gpu, 'id') },
    egressAddress: output(address, 'ipAddress'),
  };
}
