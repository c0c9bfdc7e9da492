import type { Contract, ContractInput } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';
import { tree, unitOf } from './tree/read.ts';

interface FabricComponent {
  readonly component: string;
  readonly fabrics: readonly string[];
  /** Intents that work over several nodes and so need it. */
  readonly neededFor: readonly string[];
}

/**
 * Which component makes a fabric usable. GKE's serve multi-node jobs only: serving on one node does without.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
 * @see https://docs.nvidia.com/networking/software/cloud-orchestration/index.html
 */
const COMPONENTS: readonly FabricComponent[] = [
  { component: 'aws-efa', fabrics: ['efa'], neededFor: ['training', 'inference'] },
  { component: 'gke-tcpx', fabrics: ['tcpx'], neededFor: ['training'] },
  { component: 'gke-tcpxo', fabrics: ['tcpxo'], neededFor: ['training'] },
  { component: 'gke-rdma', fabrics: ['rdma'], neededFor: ['training'] },
  { component: 'network-operator', fabrics: ['infiniband', 'roce'], neededFor: ['training', 'inference'] },
];

const fabricOf = ({ plan: { gpu } }: ContractInput) =>
  said(`fabric of ${gpu.instanceType ?? 'the GPU nodes'}`, gpu.fabric);

/** The component that hands out a fabric is there where the nodes have it, and nowhere else. */
export const fabricComponent: Contract = {
  id: 'fabric-component',
  about: 'The component that makes a fabric usable is in the tree where the nodes have that fabric, and only there.',
  halves: ['fabric of the instance type', 'aws-efa, gke-tcpx, gke-tcpxo, gke-rdma, network-operator'],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html, https://github.com/GoogleCloudPlatform/container-engine-accelerators, https://github.com/Azure/aks-rdma-infiniband, https://github.com/oracle-quickstart/oci-hpc-oke',
  check(input) {
    const { gpu, service } = input.plan;
    if (!gpu.instance) return [];
    return COMPONENTS.flatMap(({ component, fabrics, neededFor }) => {
      const isThere = unitOf(input, component) !== undefined;
      const isWanted = fabrics.includes(gpu.fabric);
      // Machines of one's own may have more NICs than the row of their board knows.
      if (isThere && gpu.fabric === 'none' && service === 'self-managed') return [];
      // A null of a cluster file, a flag or a layer is a decision: somebody takes it out on purpose.
      const isDeclined =
        input.recipe.provenance.has(`components.${component}`) && !Object.hasOwn(input.recipe.components, component);
      if (isThere === isWanted || (!isThere && (isDeclined || !neededFor.includes(input.recipe.query.intent))))
        return [];
      return [
        broken({
          path: `components.${component}`,
          pool: fabricOf(input),
          tree: said(component, isThere ? 'in the tree' : 'not in the tree'),
          because: isThere
            ? `it serves ${fabrics.join(' and ')} only`
            : 'nobody hands the interfaces to pods, so NCCL uses TCP without a word',
          hint: isThere
            ? `take ${component} out, or choose an instance type with ${fabrics.join(' or ')}`
            : `add ${component}, or write components.${component}: null to go without`,
        }),
      ];
    });
  },
};

/** Pods can ask for as many interfaces as nodes have. */
export const fabricInterfaces: Contract = {
  id: 'fabric-interfaces',
  about: 'The GPU nodes have as many interfaces of the fabric as the tree counts on, and no pod asks for more.',
  halves: [
    'network interfaces of the launch template, additional networks of the node pool',
    'fabricInterfaces of the instance type, vpc.amazonaws.com/efa of pods',
  ],
  source:
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html, https://github.com/GoogleCloudPlatform/cluster-toolkit (June 2026)',
  check(input) {
    const { gpu } = input.plan;
    const pool = made(input).gpu.fabricInterfaces;
    const wanted = said(`fabricInterfaces of ${gpu.instanceType}`, gpu.fabricInterfaces);
    const isUnconfirmed = gpu.instance?.nics?.unconfirmed !== undefined;
    const needed = input.plan.service !== 'gke' || COMPONENTS.some(({ component }) => unitOf(input, component));
    const isRight =
      pool === undefined ||
      !needed ||
      (isUnconfirmed ? pool.value >= gpu.fabricInterfaces : pool.value === gpu.fabricInterfaces);
    const have = pool ?? wanted;
    return [
      ...(isRight
        ? []
        : [
            broken({
              path: 'pools.gpu.instanceType',
              pool: have,
              tree: wanted,
              because: `pods of the tree ask for ${isUnconfirmed ? 'up to ' : ''}${gpu.fabricInterfaces} a node`,
              hint: 'give the pool one interface for each, as recipes/instances has them, or correct that row',
            }),
          ]),
      ...tree(input)
        .requests.filter(
          ({ resource, amount }) => resource === 'vpc.amazonaws.com/efa' && Number(amount.value) > have.value,
        )
        .map(({ component, amount }) =>
          broken({
            path: `components.${component}`,
            pool: have,
            tree: amount,
            because: 'no node has that many, so the pod would wait for ever',
            hint: `ask for ${have.value} at most, or choose an instance type with more`,
          }),
        ),
    ];
  },
};
