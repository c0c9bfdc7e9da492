import type { Deployer } from '../../src/contract/deployer.ts';
import type { Bundle } from '../../src/contract/manifests.ts';
import { printTree } from '../../src/deploy/print-tree.ts';

/** The tree of a deployer as text, the way it reaches the disk. */
export const laidOut =
  (deployer: Deployer) =>
  (bundle: Bundle): ReadonlyMap<string, string> =>
    printTree(deployer.layOut(bundle));
