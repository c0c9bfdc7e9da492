import type { Expression } from '../expression.ts';
import { Part, type PlannedResource } from '../resource.ts';
import type { GkeInput } from './input.ts';
import { baseNode, type NodeMade, nodePoolTaints } from './node-parts.ts';
import type { GcpTypes } from './resource-types.ts';

/** Unit: GiB. */
const DISK_GIB = 100;

/** Nodes for everything that is not bound to a GPU node, spread over all zones. */
export function gkeSystemPool(
  input: GkeInput,
  made: NodeMade & { readonly clusterName: Expression },
): readonly PlannedResource[] {
  const { account, plan, region } = input;
  const { instanceType, count } = account.systemNodes;
  const part = new Part<GcpTypes>('system-pool');
  part.add(
    'gcp:container/nodePool:NodePool',
    'system-nodes',
    {
      name: 'system-nodes',
      cluster: made.clusterName,
      location: region,
      nodeLocations: account.zones,
      version: account.version,
      // A count would be one a zone: limits in total are not.
      autoscaling: {
        totalMinNodeCount: count,
        totalMaxNodeCount: systemNodesAtMost(input),
        locationPolicy: 'BALANCED',
      },
      initialNodeCount: Math.max(1, Math.floor(count / account.zones.length)),
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
      networkConfig: { enablePrivateNodes: true },
      nodeConfig: {
        ...baseNode(input, made, true),
        machineType: instanceType,
        imageType: 'COS_CONTAINERD',
        diskSizeGb: DISK_GIB,
        kubeletConfig: { cpuCfsQuota: true, insecureKubeletReadonlyPortEnabled: 'FALSE' },
        labels: plan.system.labels,
        taints: nodePoolTaints(plan.system.taints),
      },
    },
    {
      // Its name is fixed.
      deleteBeforeReplace: true,
      // Another first count would replace the pool.
      ignoreChanges: ['initialNodeCount'],
      customTimeouts: { create: '45m', update: '90m', delete: '45m' },
    },
  );
  return part.resources;
}

/** One more than asked for, so that an upgrade finds room; never fewer than one a zone. */
export const systemNodesAtMost = ({ account }: Pick<GkeInput, 'account'>): number =>
  Math.max(account.systemNodes.count + 1, account.zones.length);
