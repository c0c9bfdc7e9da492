import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { hardwareProps, publishEnvironment, publishTopology, topologyLevels } from './hardware/job-environment.ts';

const props = componentProps.extend({
  ...hardwareProps,
  /** Interface of NCCL's bootstrap and out-of-band traffic. `eth0` in pods. */
  socketInterface: z.string().default('eth0'),
  /**
   * Folder of the libfabric plugin of NCCL in the job's image, put before its library path.
   *
   * @default - none; images with the plugin, such as AWS's, name it themselves
   */
  pluginPath: z.string().startsWith('/').optional(),
  /** Levels of the topology: AWS's three network layers, widest first, then the node. */
  topologyLevels: topologyLevels.default([
    'topology.k8s.aws/network-node-layer-1',
    'topology.k8s.aws/network-node-layer-2',
    'topology.k8s.aws/network-node-layer-3',
    'kubernetes.io/hostname',
  ]),
});

export type HardwareH100EfaProps = z.input<typeof props>;

/**
 * H100 on EKS with EFA for jobs: the environment of libfabric and NCCL, and AWS's network layers as KAI's topology.
 *
 * A job also asks for `vpc.amazonaws.com/efa`, IPC_LOCK, 2 MiB huge pages and memory at /dev/shm; otherwise NCCL uses TCP and still ends.
 * Values are those of NVIDIA AICR v0.11.1's all-reduce test, which measured 488 GB/s on p5.48xlarge with them.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/ml-workload-topology.html for the layers
 */
export class HardwareH100Efa extends Construct {
  constructor(scope: Construct, id: string, input: HardwareH100EfaProps) {
    super(scope, id);
    const p = parseProps('hardware-h100-efa', props, input);
    const variables = {
      FI_PROVIDER: 'efa',
      FI_EFA_USE_DEVICE_RDMA: '1',
      FI_EFA_FORK_SAFE: '1',
      NCCL_SOCKET_IFNAME: p.socketInterface,
      NCCL_IGNORE_DISABLED_P2P: '1',
      ...(p.pluginPath ? { LD_LIBRARY_PATH: p.pluginPath } : {}),
    };
    publishEnvironment(this, 'nccl-h100-efa', p.namespaces ?? [p.namespace], variables, p.environment);
    publishTopology(this, 'h100-efa', p.topologyLevels, p.cluster);
  }
}

export const hardwareH100Efa = defineComponent({
  name: 'hardware-h100-efa',
  title: 'H100 with EFA for jobs',
  summary: 'libfabric and NCCL environment for EFA, and the network layers of AWS as topology levels.',
  homepage: 'https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html',
  props,
  after: ['kai-scheduler', 'aws-efa'],
  create: (scope, id, input) => new HardwareH100Efa(scope, id, input),
});
