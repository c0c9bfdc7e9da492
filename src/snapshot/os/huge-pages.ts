import type { OsData } from '../data/os.ts';
import { type Gathering, wholeNumber } from '../gathering.ts';
import { pageSizeName } from './page-size-name.ts';

const FOLDER = '/sys/kernel/mm/hugepages';

/** Pools by size, over all NUMA nodes. `vm.nr_hugepages` is one of them, that of the default size. */
export async function hugePages(gathering: Gathering): Promise<OsData['hugePages']> {
  const folders = await gathering.machine.list(FOLDER);
  const pools = await Promise.all(
    folders.map(async (folder): Promise<[string, { total: number; free: number }][]> => {
      const kib = wholeNumber(/^hugepages-(\d+)kB$/.exec(folder)?.[1] ?? '');
      if (kib === undefined) return [];
      const size = pageSizeName(kib);
      const path = ['hugePages', size];
      const [total, free] = await Promise.all(
        ['nr_hugepages', 'free_hugepages'].map((name) => gathering.count(path, `${FOLDER}/${folder}/${name}`)),
      );
      if (total === undefined || free === undefined) {
        gathering.miss(path, `${FOLDER}/${folder} does not say how many there are`);
        return [];
      }
      gathering.from(path, `${FOLDER}/${folder}`, 'pages');
      return [[size, { total, free }]];
    }),
  );
  return Object.fromEntries(pools.flat());
}
