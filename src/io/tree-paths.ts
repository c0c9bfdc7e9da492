import type { Problem } from '../errors.ts';
import { pathFault } from './confine.ts';
import { OWN_PREFIX } from './tree-index.ts';

/** Everything that is wrong with the paths of one tree, found from their text alone. */
export function treePathProblems(paths: Iterable<string>): Problem[] {
  const byFold = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of paths) {
    const fault =
      pathFault(path) ?? (path.startsWith(OWN_PREFIX) ? `names with ${OWN_PREFIX} are the writer's own` : undefined);
    if (fault !== undefined) problems.push(refused(path, fault));
    else {
      const twin = byFold.get(fold(path));
      if (twin === undefined) byFold.set(fold(path), path);
      else problems.push(refused(path, `it differs from ${JSON.stringify(twin)} only in case or in Unicode form`));
    }
  }
  for (const [folded, path] of byFold) {
    for (let end = folded.indexOf('/'); end > 0; end = folded.indexOf('/', end + 1)) {
      const file = byFold.get(folded.slice(0, end));
      if (file !== undefined) problems.push(refused(path, `${JSON.stringify(file)} is a file of the same tree`));
    }
  }
  return problems;
}

/** One name for paths that macOS or Windows take for the same. */
const fold = (path: string): string => (/^[a-z0-9/._-]*$/.test(path) ? path : path.normalize('NFC').toLowerCase());

function refused(path: string, reason: string): Problem {
  return {
    code: 'PATH_REFUSED',
    message: `no file can be written at ${JSON.stringify(path)}: ${reason}`,
    hint: 'give what it is made from another name',
    path,
  };
}
