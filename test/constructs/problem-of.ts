import { CnsError } from '../../src/errors.ts';

/** The message of the CnsError that `act` throws; an empty text when it throws none. Any other error passes through. */
export function problemOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    if (error instanceof CnsError) return error.message;
    throw error;
  }
}
