import { contains, parseRange } from '../recipe/range.ts';
import { parseVersion } from '../recipe/version.ts';
import { met, notMet, unknown, type Verdict } from './outcome.ts';

/** Whether a version that a cluster shows lies in a range of the recipe, e.g. `v1.34.2-eks-3025e55` in `>= 1.34 < 1.36`. */
export function inRange(range: string, found: string): Verdict {
  const admitted = range === 'any' ? {} : parseRange(range);
  const version = parseVersion(found);
  if (!admitted) return unknown(`the range ${JSON.stringify(range)} cannot be read`, found);
  if (!version) return unknown(`${JSON.stringify(found)} is no version`, found);
  return contains(admitted, version) ? met(found) : notMet(found);
}

/**
 * Whether two texts name one version of a chart: with or without `v`, and with build metadata as labels of Kubernetes write it, `_`
 * in place of `+`.
 */
export const sameVersion = (a: string, b: string): boolean => bare(a) === bare(b);

const bare = (version: string): string =>
  version
    .trim()
    .replace(/^v(?=\d)/, '')
    .replaceAll('_', '+');

/** What stands behind the numbers of a kernel: `aws-64k` of `6.14.0-1018-aws-64k`. It says which kernel it is, and is no version. */
export const kernelFlavour = (release: string): string => release.trim().replace(/^[\d.+~-]+/, '');
