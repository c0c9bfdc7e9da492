import { CollectFailure, defineCollector } from '../../contract/collector.ts';
import { networkData } from '../data/network.ts';
import { Gathering } from '../gathering.ts';
import { interfaces } from './interfaces.ts';
import { rdmaDevices } from './rdma.ts';

/** The network cards of the node, from sysfs. */
export const networkCollector = defineCollector({
  name: 'network',
  summary: 'RDMA devices and network cards: link layer, state, rate, firmware',
  of: 'node',
  timeoutMs: 30_000,
  schema: networkData,
  async collect({ machine }) {
    if ((await machine.list('/sys/class')).length === 0)
      throw new CollectFailure('the machine has no /sys/class', {
        hint: 'run it on a Linux node, or name the folder that the root of one is mounted at, with its /sys',
      });
    const gathering = new Gathering(machine);
    const [rdma, cards] = await Promise.all([rdmaDevices(gathering), interfaces(gathering)]);
    return gathering.collected({ rdma, interfaces: cards });
  },
});
