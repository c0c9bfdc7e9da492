import { CollectFailure, defineCollector } from '../../contract/collector.ts';
import type { Machine } from '../../contract/machine.ts';
import { osData } from '../data/os.ts';
import { Gathering } from '../gathering.ts';
import { bootArguments } from './boot-arguments.ts';
import { clockSource } from './clock-source.ts';
import { cpu } from './cpu.ts';
import { hugePages } from './huge-pages.ts';
import { iommuGroups } from './iommu.ts';
import { kernel } from './kernel.ts';
import { memory, numaNodes } from './memory.ts';
import { builtInModules, loadedModules } from './modules.ts';
import { pageSizeKiB } from './page-size.ts';
import { osRelease } from './release.ts';
import { sysctls } from './sysctl.ts';
import { transparentHugePages } from './transparent-huge-pages.ts';

/** The operating system of the node: files of /proc, /sys and /etc, and `getconf`. */
export const osCollector = defineCollector({
  name: 'os',
  summary: 'Operating system, kernel and its settings, modules, memory, processors',
  of: 'node',
  timeoutMs: 30_000,
  schema: osData,
  async collect({ machine }) {
    const gathering = new Gathering(machine);
    await requireLinux(machine, gathering);
    const ofKernel = await kernel(gathering);
    const [
      release,
      pageSize,
      words,
      sysctl,
      modules,
      builtIn,
      pools,
      transparent,
      amount,
      nodes,
      groups,
      processors,
      clock,
    ] = await Promise.all([
      osRelease(gathering),
      pageSizeKiB(gathering),
      bootArguments(gathering),
      sysctls(gathering),
      loadedModules(gathering),
      builtInModules(gathering, ofKernel.release),
      hugePages(gathering),
      transparentHugePages(gathering),
      memory(gathering),
      numaNodes(gathering),
      iommuGroups(gathering),
      cpu(gathering),
      clockSource(gathering),
    ]);
    return gathering.collected({
      release,
      kernel: ofKernel,
      pageSizeKiB: pageSize,
      bootArguments: words,
      sysctl,
      modules,
      builtInModules: builtIn,
      hugePages: pools,
      transparentHugePages: transparent,
      memory: amount,
      numa: { nodes },
      iommuGroups: groups,
      cpu: processors,
      clockSource: clock,
    });
  },
});

const OF_PROC = ['bootArguments', 'sysctl', 'modules', 'memory'];
const OF_SYS = ['hugePages', 'transparentHugePages', 'numa', 'iommuGroups', 'cpu', 'clockSource'];

/**
 * Without /proc and /sys all that lies there would look as if the machine had none of it: then it is missing instead.
 *
 * @throws CollectFailure when both are absent
 */
async function requireLinux(machine: Machine, gathering: Gathering): Promise<void> {
  const [proc, sys] = await Promise.all([machine.list('/proc/sys/kernel'), machine.list('/sys/devices/system')]);
  if (proc.length === 0 && sys.length === 0)
    throw new CollectFailure('the machine has neither /proc nor /sys', {
      hint: 'run it on a Linux node, or name the folder that the root of one is mounted at, with its /proc and /sys',
    });
  if (proc.length === 0) for (const key of OF_PROC) gathering.miss([key], '/proc is not there');
  if (sys.length === 0) for (const key of OF_SYS) gathering.miss([key], '/sys is not there');
}
