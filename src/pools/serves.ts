import { compareVersions, parseVersion } from '../recipe/version.ts';

/**
 * Whether a provider's version, such as `1.34.2-gke.1000` or the release `1.34.2-20260128`, is of the minor that a recipe was resolved
 * for and no older than it: the recipe's constraints were held against that version.
 */
export function serves(version: string, kubernetes: string): boolean {
  const [has, wanted] = [parseVersion(version), parseVersion(kubernetes)];
  if (!has || !wanted) return false;
  return has[0] === wanted[0] && has[1] === wanted[1] && compareVersions(has, wanted) >= 0;
}
