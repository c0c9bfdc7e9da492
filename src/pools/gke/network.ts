import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { GkeInput } from './input.ts';
import type { GcpTypes } from './resource-types.ts';

export interface GkeNetwork {
  readonly resources: readonly PlannedResource[];
  readonly networkId: Expression;
  readonly subnetId: Expression;
}

/** Names of the secondary ranges of the nodes' subnet. */
export const RANGES = { pods: 'pods', services: 'services' } as const;

/** Everything between nodes, as the blueprints of Google have it on networks that are not RDMA: a VPC lets nothing in by itself. */
export const ALL_TRAFFIC = [
  { protocol: 'tcp', ports: ['0-65535'] },
  { protocol: 'udp', ports: ['0-65535'] },
  { protocol: 'icmp' },
];

/** A network of its own: one subnet for all nodes, flow logs, Google's services without public addresses, NAT for the rest. */
export function gkeNetwork({ account, plan, region }: GkeInput): GkeNetwork {
  const part = new Part<GcpTypes>('network');
  const network = part.add(
    'gcp:compute/network:Network',
    'network',
    {
      autoCreateSubnetworks: false,
      routingMode: 'REGIONAL',
      description: `Nodes of cluster ${plan.cluster}`,
    },
    account.protect ? { protect: true } : {},
  );
  const networkId = output(network, 'id');
  const subnet = part.add('gcp:compute/subnetwork:Subnetwork', 'nodes-subnet', {
    network: networkId,
    region,
    ipCidrRange: account.nodeCidr,
    privateIpGoogleAccess: true,
    secondaryIpRanges: [
      { rangeName: RANGES.pods, ipCidrRange: account.podCidr },
      { rangeName: RANGES.services, ipCidrRange: account.serviceCidr },
    ],
    // Sampling and interval are those of Google.
    logConfig: { aggregationInterval: 'INTERVAL_5_SEC', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
  });
  part.add('gcp:compute/firewall:Firewall', 'nodes-internal', {
    network: networkId,
    description: 'Nodes of the cluster among themselves',
    direction: 'INGRESS',
    sourceRanges: [account.nodeCidr],
    allows: ALL_TRAFFIC,
  });
  const router = part.add('gcp:compute/router:Router', 'router', { network: networkId, region });
  part.add('gcp:compute/routerNat:RouterNat', 'nat', {
    router: output(router, 'name'),
    region,
    natIpAllocateOption: 'AUTO_ONLY',
    sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
    subnetworks: [{ name: output(subnet, 'id'), sourceIpRangesToNats: ['ALL_IP_RANGES'] }],
    logConfig: { enable: true, filter: 'ERRORS_ONLY' },
  });
  return { resources: part.resources, networkId, subnetId: output(subnet, 'id') };
}
