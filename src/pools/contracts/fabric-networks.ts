import type { Problem } from '../../errors.ts';
import { isPlainMap } from '../../plain.ts';
import { FABRIC_COMPONENTS, fabricNetworks as gkeNetworks, treeNetworks } from '../gke/fabric.ts';
import type { Contract, ContractInput } from './contract.ts';
import type { MadeNetwork } from './made/made.ts';
import { made } from './made/read.ts';
import { broken, type Said, said } from './said.ts';
import { objectsOf, unitOf } from './tree/read.ts';

/** Nodes of a fabric without a shared network are strangers to each other, whatever runs on them. */
export const fabricPlacement: Contract = {
  id: 'fabric-placement',
  about: 'Nodes whose tree talks over RDMA are in one RDMA network of OKE.',
  halves: ['compute cluster or cluster network of the GPU pool', 'network-operator'],
  source:
    'https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengusingrdma.htm, https://github.com/oracle-quickstart/oci-hpc-oke',
  check(input) {
    const pool = made(input).gpu.fabricPlacement;
    if (!pool || pool.value !== undefined || !unitOf(input, 'network-operator')) return [];
    return [
      broken({
        path: 'pools.gpu.instanceType',
        pool,
        tree: said('network-operator', 'in the tree'),
        because: 'it hands out RDMA interfaces, and these nodes share no RDMA network',
        hint: 'make the pool in a compute cluster or cluster network, or choose a shape without RDMA',
      }),
    ];
  },
};

/** The networks that the tree gives names to are the networks that the nodes are on. */
export const fabricNetworks: Contract = {
  id: 'fabric-networks',
  about: "Networks that the tree describes for pods are those that GKE's GPU nodes are on, each once.",
  halves: ['additional networks of the node pool', 'GKENetworkParamSet objects'],
  source: 'https://docs.cloud.google.com/kubernetes-engine/docs/how-to/setup-multinetwork-support-for-pods',
  check(input) {
    const { networks } = made(input);
    const sets = objectsOf(input, 'GKENetworkParamSet');
    if (networks.length === 0) return [];
    if (sets.length === 0) return input.isProvisioned ? notDescribed(input, networks) : [];
    const isSame = (spec: unknown, { network, subnet }: (typeof networks)[number]['value']) =>
      isPlainMap(spec) && spec.vpc === network && (subnet === undefined || spec.vpcSubnet === subnet);
    const hint = 'give the component as many networks as the pool has, by the names that the pool gives them';
    return [
      ...sets
        .filter(({ object }) => !networks.some(({ value }) => isSame(object.spec, value)))
        .map(({ component, object }) =>
          broken({
            path: `components.${component}.networks.${object.metadata.name}`,
            pool: said('additional networks of the GPU pool', networks.map(({ value }) => value.network).join(', ')),
            tree: said(`${component}: GKENetworkParamSet ${object.metadata.name} spec`, object.spec),
            because: 'the nodes are not on this network',
            hint,
          }),
        ),
      ...networks
        .filter(({ value }) => !sets.some(({ object }) => isSame(object.spec, value)))
        .map((pool) =>
          broken({
            path: `components.${sets[0]?.component}.networks`,
            pool,
            tree: said('GKENetworkParamSet objects', sets.map(({ object }) => object.metadata.name).join(', ')),
            because: 'no object of the tree describes this network, so no pod gets its interface',
            hint,
          }),
        ),
    ];
  },
};

/** Without an account the networks may be somebody else's, who describes them; a stack's are nobody's else. */
function notDescribed(input: ContractInput, networks: readonly Said<MadeNetwork>[]): Problem[] {
  const { gpu } = input.plan;
  const component = FABRIC_COMPONENTS[gpu.fabric];
  const [pool] = networks;
  if (!component || !pool || !gpu.instance || !unitOf(input, component)) return [];
  const wanted = JSON.stringify(treeNetworks(gkeNetworks(input.plan, gpu.instance)));
  return [
    broken({
      path: `components.${component}.networks`,
      pool,
      tree: said('GKENetworkParamSet objects', 'none'),
      because: 'no object of the tree describes the networks of the pool, so no pod gets an interface of the fabric',
      hint: `write components.${component}.networks: ${wanted}`,
    }),
  ];
}
