import type { Gathering } from '../gathering.ts';
import { wholeNumber } from '../gathering.ts';

const SMAPS = '/proc/self/smaps';

/**
 * Size of a memory page. Unit: KiB.
 *
 * `getconf PAGESIZE` says it; where it cannot be run, the smallest page of our own mappings is it: a mapping may have larger ones, never
 * smaller.
 */
export async function pageSizeKiB(gathering: Gathering): Promise<number | undefined> {
  const path = ['pageSizeKiB'];
  const outcome = await gathering.machine.run('getconf', ['PAGESIZE']);
  const bytes = outcome.state === 'ran' && outcome.status === 0 ? wholeNumber(outcome.stdout.trim()) : undefined;
  if (bytes !== undefined && bytes > 0 && bytes % 1024 === 0) {
    gathering.from(path, 'getconf PAGESIZE', 'KiB');
    return bytes / 1024;
  }
  const size = smallestPage((await gathering.text(path, SMAPS, 'KiB')) ?? '');
  if (size === undefined) gathering.miss(path, `getconf does not say it, and neither does ${SMAPS}`);
  return size;
}

/** The smallest KernelPageSize of a smaps file. Unit: KiB. */
export function smallestPage(smaps: string): number | undefined {
  const sizes = [...smaps.matchAll(/^KernelPageSize:\s+(\d+) kB$/gm)].flatMap(
    ([, digits = '']) => wholeNumber(digits) ?? [],
  );
  const size = sizes.length > 0 ? Math.min(...sizes) : 0;
  return size > 0 ? size : undefined;
}
