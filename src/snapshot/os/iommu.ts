import type { OsData } from '../data/os.ts';
import type { Gathering } from '../gathering.ts';

const FOLDER = '/sys/kernel/iommu_groups';

/** How many groups there are of each type. A count that leaves some out would be wrong, so it is all or none. */
export async function iommuGroups(gathering: Gathering): Promise<OsData['iommuGroups']> {
  const path = ['iommuGroups'];
  const groups = await gathering.machine.list(FOLDER);
  const types = await Promise.all(groups.map((group) => gathering.machine.read(`${FOLDER}/${group}/type`)));
  const counts = new Map<string, number>();
  for (const reading of types) {
    if (reading.state !== 'read' || reading.text.trim() === '') {
      const why = reading.state === 'refused' ? reading.why : 'this kernel does not say it';
      gathering.miss(path, `the type of a group cannot be had: ${why}`);
      return {};
    }
    const type = reading.text.trim();
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  gathering.from(path, `${FOLDER}/*/type`, 'groups');
  return Object.fromEntries(counts);
}
