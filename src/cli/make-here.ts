import type { ClusterMaker, MakeOptions } from '../ops/cluster-maker.ts';
import type { Shell } from './shell.ts';
import { treeCache } from './tree-cache.ts';

/** The maker of this thread. */
export async function makeHere(shell: Shell, options: MakeOptions): Promise<ClusterMaker> {
  const [{ makeClusters }, io, cache] = await Promise.all([
    import('../ops/make-clusters.ts'),
    shell.io(),
    treeCache(shell, options),
  ]);
  return makeClusters({
    io,
    ...options,
    engineFor: (document) => shell.engine(options, document),
    ...(cache ? { trees: cache.trees } : {}),
  });
}
