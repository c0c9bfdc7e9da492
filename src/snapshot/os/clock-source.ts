import type { OsData } from '../data/os.ts';
import type { Gathering } from '../gathering.ts';

const FOLDER = '/sys/devices/system/clocksource/clocksource0';

export async function clockSource(gathering: Gathering): Promise<OsData['clockSource']> {
  const [current, available] = await Promise.all([
    gathering.text(['clockSource', 'current'], `${FOLDER}/current_clocksource`),
    gathering.text(['clockSource', 'available'], `${FOLDER}/available_clocksource`),
  ]);
  return { current: current || undefined, available: (available ?? '').split(/\s+/).filter((name) => name !== '') };
}
