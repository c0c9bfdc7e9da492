import type { Labels } from '../../contract/scheduling.ts';
import type { Instance } from '../../recipe/instance.ts';
import type { PoolsPlan } from '../plan.ts';

/** A VPC that GPU nodes have interfaces in, besides the cluster's own. */
export interface FabricNetwork {
  /** Name of the VPC in Google Cloud: the tree refers to it. */
  readonly vpc: string;
  /** Unit: bytes. */
  readonly mtu: number;
  /** Made for RDMA in one zone: it takes no firewall rule. */
  readonly isRoce: boolean;
  /** One interface of a node each, in their order. */
  readonly subnets: readonly FabricSubnet[];
}

export interface FabricSubnet {
  /** Name in Google Cloud. */
  readonly name: string;
  /** Name of the Network and of its parameters in Kubernetes. */
  readonly network: string;
  /** How a pod gets the interface. */
  readonly deviceMode: 'NetDevice' | 'RDMA';
}

/** MTU of each kind of fabric network. Source: GoogleCloudPlatform/cluster-toolkit gke-a3-*, gke-a4 blueprints and modules/network (June 2026). */
const GPUDIRECT_MTU = 8244;
const RDMA_MTU = 8896;

/** Component of the tree that uses the networks, by fabric. */
export const FABRIC_COMPONENTS: Readonly<Record<string, string>> = {
  tcpx: 'gke-tcpx',
  tcpxo: 'gke-tcpxo',
  rdma: 'gke-rdma',
};

/**
 * Networks of a fabric. GPUDirect over TCP has a VPC for each NIC and nothing else: a further gVNIC takes the place of a GPU's NIC. RDMA
 * has one VPC for a second gVNIC and one for all RDMA NICs. They are made whether or not the tree uses them yet: interfaces of a pool, and
 * a cluster with several networks, are decided once and for all.
 */
export function fabricNetworks(
  plan: Pick<PoolsPlan, 'cluster' | 'gpu'>,
  { fabricInterfaces }: Instance,
): FabricNetwork[] {
  if (!Object.hasOwn(FABRIC_COMPONENTS, plan.gpu.fabric)) return [];
  const numbers = Array.from({ length: fabricInterfaces }, (_, i) => i + 1);
  const subnet = (network: string, deviceMode: FabricSubnet['deviceMode']): FabricSubnet => ({
    name: `${plan.cluster}-${network}`,
    network,
    deviceMode,
  });
  const plain = (network: string, mtu: number): FabricNetwork => ({
    vpc: `${plan.cluster}-${network}`,
    mtu,
    isRoce: false,
    subnets: [subnet(network, 'NetDevice')],
  });
  if (plan.gpu.fabric !== 'rdma') return numbers.map((n) => plain(`gpu-nic-${n}`, GPUDIRECT_MTU));
  const rdma = numbers.map((n) => subnet(`rdma-${n}`, 'RDMA'));
  return [plain('gvnic-1', RDMA_MTU), { vpc: `${plan.cluster}-rdma`, mtu: RDMA_MTU, isRoce: true, subnets: rdma }];
}

/** The prop `networks` of the tree's component that fits these networks: without it pods find no interface. */
export const treeNetworks = (networks: readonly FabricNetwork[]): Readonly<Record<string, Labels>> =>
  Object.fromEntries(
    networks.flatMap(({ vpc, subnets }) =>
      subnets.map(({ name, network, deviceMode }) => [network, { vpc, subnet: name, deviceMode }]),
    ),
  );
