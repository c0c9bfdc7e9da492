import type { NodePoolArgs } from '@pulumi/oci/containerengine/nodePool.js';
import type { FirstBootFile } from '../compiled.ts';
import { base64, type Expression } from '../expression.ts';
import type { Planned } from '../resource.ts';
import { type OkeInput, okeVersion } from './input.ts';
import type { OkeNetwork } from './network.ts';

/** What every node pool needs that was made before it. */
export interface PoolNeeds {
  readonly network: OkeNetwork;
  readonly clusterId: Expression;
  readonly dependsOn: readonly string[];
}

/** Most pods of a node, whatever its shape. */
const MOST_PODS = 110;
/** What Oracle's own project gives a GPU node. https://github.com/oracle-quickstart/oci-hpc-oke terraform/variables.tf (August 2026) */
export const GPU_PODS = 64;

/**
 * Pods of a virtual machine: 31 for each network interface besides the first. A flexible shape has one an OCPU, and two at least.
 *
 * @see https://github.com/oracle-quickstart/oci-hpc-oke terraform/oke-workers.tf (August 2026)
 */
export const podsOfVm = (ocpus: number): number => Math.min(ocpus <= 2 ? 31 : (ocpus - 1) * 31, MOST_PODS);

/** Labels in the words of a node pool. */
export const initialNodeLabels = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([key, value]) => ({ key, value }));

/** Metadata of nodes: their user data, and no old metadata service, which any process of the node could ask without a header. */
export const nodeMetadata = (userData: FirstBootFile) => ({
  user_data: base64(userData.text),
  areLegacyImdsEndpointsDisabled: 'true',
});

/** Pods of a running job are never killed for an update: it fails instead, and says which node it could not empty. */
export const nodeEvictionNodePoolSettings = {
  evictionGraceDuration: 'PT60M',
  isForceActionAfterGraceDuration: false,
  isForceDeleteAfterGraceDuration: false,
};

/** What both pools have in common. */
export const poolArguments = (
  { account, plan, tags }: OkeInput,
  name: string,
  { clusterId }: PoolNeeds,
): Planned<Pick<NodePoolArgs, 'clusterId' | 'compartmentId' | 'name' | 'kubernetesVersion' | 'freeformTags'>> => ({
  clusterId,
  compartmentId: account.compartmentId,
  name: `${plan.cluster}-${name}`,
  kubernetesVersion: okeVersion(plan.kubernetes),
  freeformTags: tags,
});

/** Addresses of pods, and who may talk to them. */
export const podNetwork = ({ subnetIds, groupIds }: OkeNetwork, maxPodsPerNode: number) => ({
  cniType: 'OCI_VCN_IP_NATIVE',
  maxPodsPerNode,
  podSubnetIds: [subnetIds.pods],
  podNsgIds: [groupIds.pods],
});
