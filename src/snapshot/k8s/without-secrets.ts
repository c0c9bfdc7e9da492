import type { Path } from '../../path.ts';
import { secretPaths } from '../../secrets.ts';

/** What stands in place of a text that may be a secret. */
export const LEFT_OUT = '(left out: it may be a secret)';

/**
 * The same data with texts that may be secrets left out: resources hold addresses with passwords, tokens of registries, and variables of
 * containers, which should be references and sometimes are not.
 */
export function withoutSecrets<T extends object>(value: T): T {
  const paths = secretPaths(value);
  if (paths.length === 0) return value;
  const copy = structuredClone(value);
  for (const path of paths) leaveOut(copy, path);
  return copy;
}

function leaveOut(root: object, path: Path): void {
  let node = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) node = node[key] as Record<string | number, unknown>;
  node[path.at(-1) ?? ''] = LEFT_OUT;
}
