import type { ContextOptions } from './choose-context.ts';
import type { Cluster } from './cluster.ts';
import { type ClientOptions, clusterClient } from './cluster-client.ts';

export interface OpenClusterOptions extends Partial<ContextOptions> {
  /** Says that the server is busy and how long is waited. */
  readonly onWait?: (text: string) => void;
  /** Loads what reads kubeconfigs: a program that runs as a script cannot import it. @default - `import()` */
  readonly load?: () => Promise<typeof import('./kubernetes.ts')>;
  readonly client?: ClientOptions;
}

/**
 * The API server that a kubeconfig, or the service account of a pod, names. Nothing is asked of it yet.
 *
 * @throws CnsError `CLUSTER_UNREACHABLE` with file and context, never with a credential
 */
export async function openCluster({
  env = process.env,
  cwd = process.cwd(),
  load = () => import('./kubernetes.ts'),
  onWait = () => {},
  client = {},
  ...options
}: OpenClusterOptions = {}): Promise<Cluster> {
  const { connectionOf } = await load();
  return clusterClient(connectionOf({ ...options, env, cwd }), { onWait, ...client });
}
