import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);
/** Names of nodes, sorted. */
const nodes = z.array(text);

/** How the nodes of a cluster are marked and where they stand. */
export const topologyData = z.strictObject({
  nodes: count,
  /** Label → value → nodes that have it. Labels that name a node (`kubernetes.io/hostname`) or say when something ran are left out. */
  labels: z.record(text, z.record(text, nodes)),
  /** Taint as kubectl writes it, `nvidia.com/gpu=present:NoSchedule` → nodes. */
  taints: z.record(text, nodes),
  /** `topology.kubernetes.io/zone` → nodes. */
  zones: z.record(text, nodes),
  /** NVLink domains (`nvidia.com/gpu.clique`), racks and blocks as the cloud labels them: label=value → nodes. */
  fabricDomains: z.record(text, nodes),
});
export type TopologyData = z.output<typeof topologyData>;
