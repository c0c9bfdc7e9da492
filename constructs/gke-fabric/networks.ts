import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import * as z from 'zod';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Additional networks by name, as pods will call them; VPC and subnet are the user's. */
export const gkeNetworks = z
  .record(
    z.string().regex(DNS_LABEL, 'a name is a DNS label'),
    z.strictObject({
      vpc: z.string().min(1),
      subnet: z.string().min(1),
      /** How a pod gets the interface. @default - that of the component's NICs */
      deviceMode: z.enum(['NetDevice', 'RDMA']).optional(),
    }),
  )
  .default({});
export type GkeNetworks = z.output<typeof gkeNetworks>;

const GROUP = 'networking.gke.io';

/**
 * A Network and its parameters for each VPC of the fabric. Both kinds are cluster-scoped, and GKE brings their definitions when the
 * cluster has multi-networking.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
 */
export function emitGkeNetworks(scope: Construct, networks: GkeNetworks, deviceMode: 'NetDevice' | 'RDMA'): void {
  for (const [name, { vpc, subnet, deviceMode: own }] of Object.entries(networks)) {
    new ApiObject(scope, `Parameters-${name}`, {
      apiVersion: `${GROUP}/v1`,
      kind: 'GKENetworkParamSet',
      metadata: { name },
      spec: { vpc, vpcSubnet: subnet, deviceMode: own ?? deviceMode },
    });
    new ApiObject(scope, `Network-${name}`, {
      apiVersion: `${GROUP}/v1`,
      kind: 'Network',
      metadata: { name },
      spec: { type: 'Device', parametersRef: { group: GROUP, kind: 'GKENetworkParamSet', name } },
    });
  }
}
