import type { Problem } from '../errors.ts';
import type { Catalog } from '../recipe/catalog.ts';
import { boundedMap, remembered } from '../remembered.ts';
import { type BothHalves, heldContracts } from './hold-contracts.ts';

/** Requests whose halves fit each other, by their content without the cluster's name. */
const fits = remembered((_: Catalog) => boundedMap<true>(1024));

/**
 * What nodes and tree of a cluster contradict each other in.
 *
 * Clusters that differ in their name only are held once: no contract reads the name, unless a file repeats it elsewhere, such as in the
 * names of its networks. Then it is held by itself.
 *
 * @param asked what changes the tree besides the file
 */
export function contractProblems(
  catalog: Catalog,
  halves: Omit<BothHalves, 'account' | 'compile'>,
  asked: readonly unknown[],
): readonly Problem[] {
  const { name, gitops: _, ...rest } = halves.cluster;
  const key = JSON.stringify([rest, asked]);
  const isOwn = key.includes(name);
  const known = fits(catalog);
  if (!isOwn && known.get(key)) return [];
  const problems = heldContracts(halves).contracts.flatMap((contract) => contract.problems);
  if (!isOwn && problems.length === 0) known.set(key, true);
  return problems;
}
