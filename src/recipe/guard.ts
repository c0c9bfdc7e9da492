import type { When } from './inputs.ts';
import { contains, parseRange } from './range.ts';
import { parseVersion } from './version.ts';

/** What conditions are held against: inputs, facts of the instance type, criteria. Absent means unknown. */
export type Facts = Readonly<Partial<Record<keyof When, string | number>>>;

export type Answer = 'yes' | 'no' | 'unknown';

const RANGES = new Set<string>(['kubernetes', 'osVersion', 'kernel', 'driver']);

/** Whether `condition` holds. `no` wins over `unknown`: one false part is enough. */
export function answer(condition: When, facts: Facts): Answer {
  const parts = Object.entries(condition).map(([key, wanted]) => part(key, wanted, facts[key as keyof When]));
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

/** The keys of `condition` that `facts` do not know, or know as a text that is no version where a range is asked for. */
export function unknownParts(condition: When, facts: Facts): string[] {
  return Object.entries(condition)
    .filter(([key, wanted]) => part(key, wanted, facts[key as keyof When]) === 'unknown')
    .map(([key]) => key);
}

function part(key: string, wanted: unknown, fact: string | number | undefined): Answer {
  if (fact === undefined) return 'unknown';
  if (!RANGES.has(key)) return (Array.isArray(wanted) ? wanted : [wanted]).includes(fact) ? 'yes' : 'no';
  const range = parseRange(String(wanted));
  const version = parseVersion(String(fact));
  if (!range || !version) return 'unknown';
  return contains(range, version) ? 'yes' : 'no';
}
