import type { Machine } from '../contract/machine.ts';

/**
 * Whether this program runs in a network namespace of its own, as a pod without `hostNetwork` does: what /proc/sys/net and sysfs then say of
 * the network is the pod's and not the node's.
 *
 * The kernel registers `netdev_max_backlog` in the first namespace alone, and `somaxconn` in every one
 * (`net_core_table` and `netns_core_table` of net/core/sysctl_net_core.c).
 */
export async function hasOwnNetwork(machine: Machine): Promise<boolean> {
  const names = await machine.list('/proc/sys/net/core');
  return names.includes('somaxconn') && !names.includes('netdev_max_backlog');
}
