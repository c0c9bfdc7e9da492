import { type ClusterContext, parsedContext } from '../contract/cluster.ts';

/** A context that tells whether the cluster's name was read. */
export interface WatchedContext {
  readonly context: ClusterContext;
  /** Runs `work` and tells whether it read the name. */
  watch<T>(work: () => T): { readonly result: T; readonly readName: boolean };
}

/**
 * Clusters of one recipe differ in their name, which few constructs read. Watching the reads tells which results hold for all of them.
 */
export function watchName({ name, ...rest }: ClusterContext): WatchedContext {
  let reads = 0;
  const context = Object.defineProperty({ ...rest } as ClusterContext, 'name', {
    enumerable: true,
    get: () => {
      reads++;
      return name;
    },
  });
  return {
    context: parsedContext(context),
    watch: (work) => {
      const before = reads;
      const result = work();
      return { result, readName: reads > before };
    },
  };
}
