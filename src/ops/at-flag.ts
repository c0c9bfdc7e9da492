import type { Problem } from '../errors.ts';
import { formatPath, parsePath } from '../path.ts';

/** Errors name this in place of a file when a value came by flag; the shell knows which flag. */
export const FLAGS = '--flags';

/**
 * A problem of a value that came by flag names that flag in place of a file.
 *
 * @param flags path in a cluster document → the flag or file that gave it
 */
export function atFlag(problem: Problem, flags: ReadonlyMap<string, string>): Problem {
  for (let path = parsePath(problem.path ?? '') ?? []; path.length > 0; path = path.slice(0, -1)) {
    const flag = flags.get(formatPath(path));
    if (flag !== undefined) return { ...problem, source: { file: flag, line: 1, column: 1 } };
  }
  if (problem.source?.file !== FLAGS) return problem;
  const { source: _source, ...rest } = problem;
  return rest;
}
