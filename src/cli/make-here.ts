import type { ClusterMaker, MakeOptions } from '../ops/cluster-maker.ts';
import type { SynthClustersInput } from '../ops/synth-clusters.ts';
import type { Shell } from './shell.ts';

/** The maker of this thread, which tells the cache of trees what it wrote. */
export async function makeHere(
  shell: Shell,
  options: MakeOptions,
  cache: SynthClustersInput['cache'],
): Promise<ClusterMaker> {
  const [{ makeClusters }, io] = await Promise.all([import('../ops/make-clusters.ts'), shell.io()]);
  return makeClusters({
    io,
    ...options,
    engineFor: (document) => shell.engine(options, document),
    ...(cache ? { trees: cache.trees } : {}),
  });
}
