import { ERROR_CODES, type ErrorCode } from '../errors.ts';

export interface ErrorRow {
  readonly code: ErrorCode;
  readonly exit: number;
  readonly http: number;
  readonly meaning: string;
}

/** Every error code with its exit status, in order of status. */
export function errorRows(): readonly ErrorRow[] {
  return Object.entries(ERROR_CODES)
    .map(([code, row]) => ({ code: code as ErrorCode, ...row }))
    .toSorted((a, b) => a.exit - b.exit);
}

/** Exit statuses that are not of an error code. */
export const OTHER_EXITS = [
  { exit: 0, meaning: 'Done, or the answer is yes.' },
  { exit: 1, meaning: 'The answer is no: stale, changed, not as it should be.' },
  { exit: 70, meaning: 'A bug of this program. Run again with --debug and report what it prints.' },
] as const;
