import type { ResolvedSetting } from '../../contract/cluster.ts';
import { metIf, unknown, type Verdict } from '../outcome.ts';

const INTEGER = /^[+-]?\d{1,40}$/;
/** Words for no limit; 2^64-1 is how systemd prints it on the bus and older versions on the terminal. */
const UNLIMITED = new Set(['infinity', 'unlimited', '18446744073709551615', '-1']);

interface Wanted {
  readonly comparison: ResolvedSetting['comparison'];
  readonly value?: string | undefined;
}

/**
 * Holds a text of the node against a setting's value: `equals` number by number where both are numbers, so that blanks and leading
 * zeros do not count; `atLeast` and `atMost` each number of a list such as the three of `tcp_rmem`.
 */
export function compare({ comparison, value }: Wanted, found: string, { unlimited = false } = {}): Verdict {
  if (comparison === 'present' && value === undefined) return metIf(true, found);
  if (comparison === 'absent' && value === undefined) return metIf(false, found);
  if (value === undefined) return unknown(`the recipe names no value to compare with`, found);
  const read = (text: string): readonly (string | bigint | 'no limit')[] => {
    const parts = text.trim().split(/\s+/);
    return parts.map((part) => {
      if (unlimited && UNLIMITED.has(part)) return 'no limit';
      return INTEGER.test(part) ? BigInt(part) : part;
    });
  };
  const [wanted, there] = [read(value), read(found)];
  const same = wanted.length === there.length && wanted.every((part, i) => part === there[i]);
  if (comparison === 'equals' || comparison === 'present') return metIf(same, shown(found));
  if (comparison === 'absent') return metIf(!same, shown(found));
  if (wanted.length !== there.length) return metIf(false, shown(found));
  const ordered = wanted.map((part, i) => orderOf(there[i], part));
  if (ordered.includes(undefined)) return unknown(`${shown(found)} is no number`, shown(found));
  return metIf(
    ordered.every((order = 0) => (comparison === 'atLeast' ? order >= 0 : order <= 0)),
    shown(found),
  );
}

/** Negative, zero or positive as `a` is below, at or above `b`; undefined where one is neither a number nor without limit. */
function orderOf(a: string | bigint | undefined, b: string | bigint): number | undefined {
  if (a === b && (a === 'no limit' || typeof a === 'bigint')) return 0;
  if (a === 'no limit') return typeof b === 'bigint' ? 1 : undefined;
  if (b === 'no limit') return typeof a === 'bigint' ? -1 : undefined;
  if (typeof a !== 'bigint' || typeof b !== 'bigint') return undefined;
  return a < b ? -1 : 1;
}

/** An empty text is shown as such. */
export const shown = (text: string): string => (text.trim() === '' ? '(empty)' : text.trim().replaceAll(/\s+/g, ' '));
