import type { Path } from '../../path.ts';
import { isPlainMap, type PlainMap } from '../../plain.ts';
import { type Miss, quoted } from './notes.ts';

export type AmdRows =
  | { readonly state: 'read'; readonly rows: readonly PlainMap[] }
  | { readonly state: 'refused'; readonly why: string };

/**
 * The objects that an `amd-smi … --json` prints: a list of them (amdsmi_cli/amdsmi_logger.py of ROCm 6.2), or
 * later for what is said of each GPU `{"gpu_data": […]}` (AMD SMI's changelog of 7.x and the tests of ROCm/device-metrics-exporter).
 *
 * It warns on standard output before the document, of groups that the user is not in: lines that begin with `WARNING`.
 */
export function amdRows(text: string): AmdRows {
  const start = text.search(/^[[{]/m);
  if (start < 0) return { state: 'refused', why: 'it prints no JSON' };
  const before = text.slice(0, start).split('\n');
  const stray = before.find((line) => line.trim() !== '' && !line.startsWith('WARNING'));
  if (stray !== undefined) return { state: 'refused', why: `it says ${quoted(stray)}` };
  try {
    const parsed: unknown = JSON.parse(text.slice(start));
    const rows = isPlainMap(parsed) ? own(parsed, 'gpu_data') : parsed;
    if (Array.isArray(rows) && rows.every(isPlainMap)) return { state: 'read', rows };
    return { state: 'refused', why: 'its JSON is neither a list of objects nor has one in gpu_data' };
  } catch (error) {
    return { state: 'refused', why: `its JSON cannot be read: ${error instanceof Error ? error.message : error}` };
  }
}

const own = (map: PlainMap, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

/** What amd-smi writes where there is nothing. */
const NOT_THERE = ['N/A', ''];

/** Reads fields of one object, and remembers those that have another form than what is known. */
export class AmdReader {
  readonly misses: Miss[] = [];
  readonly #row: PlainMap;

  constructor(row: PlainMap) {
    this.#row = row;
  }

  /** The value at a way such as `asic.market_name`; undefined where there is none or it is N/A. */
  at(way: string): unknown {
    let value: unknown = this.#row;
    for (const key of way.split('.')) value = isPlainMap(value) ? own(value, key) : undefined;
    return typeof value === 'string' && NOT_THERE.includes(value.trim()) ? undefined : value;
  }

  /** The first of several ways that has something, by version of the tool. */
  text(ways: readonly string[], field: Path, pattern: RegExp): string | undefined {
    return this.#first(ways, field, (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined));
  }

  integer(ways: readonly string[], field: Path): number | undefined {
    return this.#first(ways, field, (value) => (Number.isSafeInteger(value) ? Number(value) : undefined));
  }

  /** `{"value": 196592, "unit": "MB"}`; a number without its unit is none. */
  amount(ways: readonly string[], field: Path, unit: string): number | undefined {
    return this.#first(ways, field, (value) => {
      if (!isPlainMap(value) || own(value, 'unit') !== unit) return undefined;
      const number = own(value, 'value');
      return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
    });
  }

  #first<T>(ways: readonly string[], field: Path, parse: (value: unknown) => T | undefined): T | undefined {
    for (const way of ways) {
      const value = this.at(way);
      if (value === undefined || isUnavailable(value)) continue;
      const parsed = parse(value);
      if (parsed === undefined) this.misses.push({ path: field, why: `${way} is ${quoted(value)}` });
      return parsed;
    }
    return undefined;
  }
}

/** `{"value": "N/A", "unit": "GB/s"}` */
const isUnavailable = (value: unknown): boolean => isPlainMap(value) && own(value, 'value') === 'N/A';
