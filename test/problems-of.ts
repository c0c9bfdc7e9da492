import { CnsError, formatProblem, type Problem } from '../src/errors.ts';

/** The problems that `act` throws; none when it throws nothing. Any other error passes through: it is a bug. */
export function problemsOf(act: () => unknown): readonly Problem[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof CnsError) return error.problems;
    throw error;
  }
}

/** The same as text, one entry a problem. */
export const textsOf = (act: () => unknown): readonly string[] => problemsOf(act).map(formatProblem);
