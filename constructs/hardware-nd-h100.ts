import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { kubeObject } from '../src/contract/kube-object.ts';
import { hardwareProps, publishEnvironment, publishTopology, topologyLevels } from './hardware/job-environment.ts';
import { ndH100Topology } from './hardware/nd-h100-topology.ts';

const FILE = 'ndv5-topo.xml';

const props = componentProps.extend({
  ...hardwareProps,
  /** Interface of NCCL's bootstrap and out-of-band traffic. `eth0` in pods. */
  socketInterface: z.string().default('eth0'),
  topologyFile: z
    .strictObject({
      /** Publish NCCL's topology file as a ConfigMap `ndv5-topology` and name it in the environment. */
      enabled: z.boolean().default(true),
      /** Where jobs mount that ConfigMap. A job that does not mount it gets a warning from NCCL and no topology. */
      mountPath: z
        .string()
        .regex(/^\/.*[^/]$/, 'an absolute folder without a slash at the end')
        .default('/etc/nccl'),
    })
    .prefault({}),
  /** Levels of the topology. AKS labels no InfiniBand switches: nodes of one pool are one group. */
  topologyLevels: topologyLevels.default(['kubernetes.azure.com/agentpool', 'kubernetes.io/hostname']),
});

export type HardwareNdH100Props = z.input<typeof props>;

/**
 * ND H100 v5 on AKS for jobs: NCCL's environment for InfiniBand, its topology file, and the node pool as a topology level.
 *
 * A job also asks for `rdma/ib` and IPC_LOCK.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://learn.microsoft.com/azure/aks/use-nvidia-gpu
 */
export class HardwareNdH100 extends Construct {
  constructor(scope: Construct, id: string, input: HardwareNdH100Props) {
    super(scope, id);
    const p = parseProps('hardware-nd-h100', props, input);
    const namespaces = p.namespaces ?? [p.namespace];
    const { enabled, mountPath } = p.topologyFile;
    const variables = {
      // https://github.com/Azure/aks-rdma-infiniband: InfiniBand is wanted, and GPUs may use NICs of the other socket.
      NCCL_IB_DISABLE: '0',
      NCCL_NET_GDR_LEVEL: 'SYS',
      // https://github.com/Azure/azhpc-images: writes of NICs need not wait for each other.
      NCCL_IB_PCI_RELAXED_ORDERING: '1',
      NCCL_SOCKET_IFNAME: p.socketInterface,
      ...(enabled ? { NCCL_TOPO_FILE: `${mountPath}/${FILE}` } : {}),
    };
    publishEnvironment(this, 'nccl-nd-h100', namespaces, variables, p.environment);
    for (const namespace of enabled ? namespaces : []) {
      kubeObject(this, `Topology-${namespace}`, 'ConfigMap', {
        metadata: { name: 'ndv5-topology', namespace },
        data: { [FILE]: ndH100Topology() },
      });
    }
    publishTopology(this, 'nd-h100', p.topologyLevels, p.cluster);
  }
}

export const hardwareNdH100 = defineComponent({
  name: 'hardware-nd-h100',
  title: 'ND H100 v5 for jobs',
  summary: 'NCCL environment and topology file for InfiniBand on AKS.',
  homepage: 'https://github.com/Azure/aks-rdma-infiniband',
  props,
  after: ['kai-scheduler', 'network-operator'],
  create: (scope, id, input) => new HardwareNdH100(scope, id, input),
});
