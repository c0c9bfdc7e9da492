import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A large cluster that another process serves. */
export interface ServedCluster {
  /** File that names it. */
  readonly kubeconfig: string;
  stop(): void;
}

export interface LargeClusterOptions {
  /** @default 1000 */
  readonly nodes?: number;
  /** @default 30 */
  readonly podsEach?: number;
}

/**
 * Starts a server of GPU nodes with pods in a process of its own, so that it takes nothing of what is measured, and writes a kubeconfig
 * into a folder: `cnsctl snapshot --filter k8s,topology --kubeconfig <that file>`.
 */
export async function serveNodes(
  folder: string,
  { nodes = 1000, podsEach = 30 }: LargeClusterOptions = {},
): Promise<ServedCluster> {
  const program = fileURLToPath(new URL('./kube-server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, String(nodes), String(podsEach)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server of the benchmark did not start'))),
  ]);
  const kubeconfig = join(folder, 'large-cluster.json');
  const content = {
    'current-context': 'large',
    clusters: [{ name: 'large', cluster: { server: String(address) } }],
    contexts: [{ name: 'large', context: { cluster: 'large' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(content));
  return { kubeconfig, stop: () => void child.kill() };
}
