import { Construct } from 'constructs';
import type * as z from 'zod';
import type { ClusterContext } from '../src/contract/cluster.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { hardwareProps, publishEnvironment, publishTopology, topologyLevels } from './hardware/job-environment.ts';

const props = componentProps.extend({
  ...hardwareProps,
  /** Levels of the topology. A clique is one NVLink domain: nodes of one rack that reach each other's memory. */
  topologyLevels: topologyLevels.default(['nvidia.com/gpu.clique', 'kubernetes.io/hostname']),
});

export type HardwareGb200Nvl72Props = z.input<typeof props>;

/**
 * Variables for jobs over an NVL72 rack, from CoreWeave's NCCL tests: https://github.com/coreweave/nccl-tests
 *
 * MNNVL is the transport between nodes, CUMEM its memory, NVLS the switch's reductions; C2C lets NICs reach GPU memory through Grace.
 */
const NVLINK = {
  NCCL_MNNVL_ENABLE: '1',
  NCCL_CUMEM_ENABLE: '1',
  NCCL_NVLS_ENABLE: '1',
  NCCL_NET_GDR_C2C: '1',
} as const;

/** What leaves the rack, by fabric. */
const BETWEEN_RACKS: Partial<Record<ClusterContext['fabric'], Readonly<Record<string, string>>>> = {
  efa: { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1', FI_EFA_FORK_SAFE: '1' },
  // https://github.com/oracle-quickstart/oci-hpc: traffic class and GID of its RoCE network, and GPUs behind another root.
  roce: {
    NCCL_IB_GID_INDEX: '3',
    NCCL_IB_TC: '41',
    NCCL_IB_TIMEOUT: '22',
    NCCL_NET_GDR_LEVEL: 'SYS',
    NCCL_DMABUF_ENABLE: '1',
  },
};

/**
 * GB200 NVL72 for jobs: NCCL's environment for memory over NVLink, and the rack as a level of KAI's topology.
 *
 * A job also needs a channel of a ComputeDomain; without one NCCL falls back to the network.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 */
export class HardwareGb200Nvl72 extends Construct {
  constructor(scope: Construct, id: string, input: HardwareGb200Nvl72Props) {
    super(scope, id);
    const p = parseProps('hardware-gb200-nvl72', props, input);
    const variables = { ...NVLINK, ...BETWEEN_RACKS[p.cluster.fabric] };
    publishEnvironment(this, 'nccl-gb200-nvl72', p.namespaces ?? [p.namespace], variables, p.environment);
    publishTopology(this, 'gb200-nvl72', p.topologyLevels, p.cluster);
  }
}

export const hardwareGb200Nvl72 = defineComponent({
  name: 'hardware-gb200-nvl72',
  title: 'GB200 NVL72 for jobs',
  summary: 'NCCL environment for memory over NVLink between nodes, and the rack as a topology level.',
  homepage: 'https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/env.html',
  props,
  after: ['kai-scheduler', 'compute-domain'],
  create: (scope, id, input) => new HardwareGb200Nvl72(scope, id, input),
});
