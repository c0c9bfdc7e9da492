import { type Path, valueAt } from '../../../../src/path.ts';
import type { ContractInput } from '../../../../src/pools/contracts/contract.ts';
import { TRAINER_CONTAINER, withArgs, withObject, withoutUnit } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { GKE, gkeTraining, H100, NODES, OKE, props, small, TEMPLATE } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Fabric. */
export const FABRIC: readonly Violation[] = [
  {
    breaks: 'fabric-component',
    when: 'nobody hands out the EFA interfaces',
    input: () => withoutUnit(sampleInput(H100), 'aws-efa'),
    says: ['fabric of p5.48xlarge is efa', 'aws-efa is not in the tree'],
  },
  {
    breaks: 'fabric-component',
    when: 'the EFA plugin runs on nodes without EFA',
    input: () => small(props('aws-efa', {})),
    says: ['fabric of g6e.xlarge is none', 'aws-efa is in the tree'],
  },
  {
    breaks: 'fabric-component',
    when: 'the TCPX plugin is installed on a machine with TCPXO (node-pools.md 4.1)',
    input: () => sampleInput(GKE, props('gke-tcpx', {})),
    says: ['fabric of a3-megagpu-8g is tcpxo', 'gke-tcpx is in the tree'],
    also: ['selectors'],
  },
  {
    breaks: 'fabric-interfaces',
    when: 'the launch template has one EFA interface less (node-pools.md 3.2)',
    input: () => {
      const input = sampleInput(H100);
      return withArgs(
        input,
        TEMPLATE,
        ['networkInterfaces'],
        listAt(input, TEMPLATE, ['networkInterfaces']).slice(0, -1),
      );
    },
    says: ['gpu-template: networkInterfaces is 31', 'fabricInterfaces of p5.48xlarge is 32'],
  },
  {
    breaks: 'fabric-interfaces',
    when: 'a GKE machine with TCPXO has one network too many (node-pools.md 4.1)',
    input: () => {
      const input = gkeTraining();
      const path = ['networkConfig', 'additionalNodeNetworkConfigs'];
      const networks = listAt(input, NODES, path);
      return withArgs(input, NODES, path, [...networks, { network: 'gvnic', subnetwork: 'gvnic' }]);
    },
    says: ['additionalNodeNetworkConfigs is 9', 'fabricInterfaces of a3-megagpu-8g is 8'],
  },
  {
    breaks: 'fabric-interfaces',
    when: 'a pod asks for more EFA interfaces than a node has',
    input: () =>
      withObject(sampleInput(H100), 'ClusterTrainingRuntime', [...TRAINER_CONTAINER, 'resources'], {
        limits: { 'vpc.amazonaws.com/efa': 64 },
      }),
    says: ['networkInterfaces is 32', 'limits["vpc.amazonaws.com/efa"] is 64'],
  },
  {
    breaks: 'fabric-placement',
    when: 'RDMA nodes of OKE share no RDMA network (node-pools.md 0.4)',
    input: () => withArgs(sampleInput(OKE), NODES, ['nodeConfigDetails', 'computeClusterId'], undefined),
    says: ['computeClusterId is not given', 'network-operator is in the tree'],
  },
  {
    breaks: 'fabric-networks',
    when: 'the tree names other networks than the pool makes (node-pools.md 4.3)',
    input: () =>
      gkeTraining(
        props('gke-tcpxo', {
          networks: Object.fromEntries(
            Array.from({ length: 8 }, (_, i) => [`gpu-nic-${i + 1}`, { vpc: `vpc${i}`, subnet: `vpc${i}` }]),
          ),
        }),
      ),
    says: [
      'additional networks of the GPU pool',
      'GKENetworkParamSet gpu-nic-1 spec is {"deviceMode":"NetDevice","vpc":"vpc0"',
    ],
  },
];

/** A list in the arguments of a resource. */
function listAt({ compiled }: ContractInput, resource: string, path: Path): readonly unknown[] {
  const list = valueAt(compiled?.resources.find(({ name }) => name === resource)?.args, path);
  return Array.isArray(list) ? list : [];
}
