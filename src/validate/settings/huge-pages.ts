import { notMet, unknown, type Verdict } from '../outcome.ts';
import { compare } from './compare.ts';
import { type Rule, rule } from './rule.ts';

/** A pool of huge pages: what the kernel really set aside, not what it was asked for at boot. Unit: pages. */
export const hugePages: Rule = rule(
  'os',
  () => ['hugePages'],
  () =>
    ({ hugePages: pools }) =>
      Object.keys(pools).length === 0 ? undefined : pools,
  (setting, pools): Verdict => {
    const wanted = bytesOf(setting.name);
    if (wanted === undefined) return unknown(`${JSON.stringify(setting.name)} is no page size`);
    const pool = Object.entries(pools).find(([size]) => bytesOf(size) === wanted);
    if (pool) {
      const { outcome, because } = compare(setting, String(pool[1].total));
      return { outcome, found: `${pool[1].total} pages of ${pool[0]}`, ...(because ? { because } : {}) };
    }
    return notMet(`no pool of ${setting.name}; this kernel has ${Object.keys(pools).join(', ')}`);
  },
  'it shows no pool of huge pages at all',
);

const UNITS: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 * 1024 };

/** `2M`, `2Mi`, `2048kB` → 2048. Unit: KiB. */
function bytesOf(size: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,12})([kmg])i?b?$/i.exec(size) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
