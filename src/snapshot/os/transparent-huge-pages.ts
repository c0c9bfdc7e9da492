import type { OsData } from '../data/os.ts';
import { type Gathering, shorten } from '../gathering.ts';

const FOLDER = '/sys/kernel/mm/transparent_hugepage';

/** The choices that are active. A kernel without transparent huge pages has none. */
export async function transparentHugePages(gathering: Gathering): Promise<OsData['transparentHugePages']> {
  const choice = async (name: 'enabled' | 'defrag'): Promise<string | undefined> => {
    const path = ['transparentHugePages', name];
    const text = await gathering.text(path, `${FOLDER}/${name}`);
    if (text === undefined) return undefined;
    const active = activeChoice(text);
    if (active === undefined) gathering.miss(path, `${FOLDER}/${name}: no choice of ${shorten(text)} is active`);
    return active;
  };
  const [enabled, defrag] = await Promise.all([choice('enabled'), choice('defrag')]);
  return { enabled, defrag };
}

/** `always [madvise] never` → `madvise`. */
export const activeChoice = (text: string): string | undefined => /^[^[\]]*\[([^[\]\s]+)\][^[\]]*$/.exec(text)?.[1];
