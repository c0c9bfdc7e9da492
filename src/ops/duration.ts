import { CnsError } from '../errors.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * `500ms`, `30s`, `5m` or `1h`, in milliseconds.
 *
 * @param flag as the user wrote it, for the error
 * @throws CnsError `USAGE` for anything else, zero and more than a day among it
 */
export function parseDuration(text: string, flag: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,6})(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? 0);
  if (ms > 0 && ms <= 24 * 3_600_000) return ms;
  throw new CnsError({
    code: 'USAGE',
    source: { file: flag, line: 1, column: 1 },
    message: `got ${JSON.stringify(text)}: expected a number with its unit, ms, s, m or h, up to 24h`,
    hint: `write ${flag} 30s`,
  });
}
