import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { measure, type Row } from './measure.ts';
import { serveNodes } from './thousand-nodes.ts';

/**
 * `cnsctl snapshot` of this machine and of a served cluster of a thousand nodes with 30 pods each, cold and from its cache, beside
 * `kubectl get pods,nodes` on the same server.
 *
 * @param cli path of the built command line
 * @param kubectl path of a real kubectl
 * @param folder scratch folder
 */
export async function snapshotRows(cli: string, kubectl: string, folder: string): Promise<readonly Row[]> {
  mkdirSync(folder, { recursive: true });
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const coldAndWarm = (what: string, flags: readonly string[], runs: number): Row[] => {
    const line = [cli, 'snapshot', ...flags, '--format', 'json'];
    const cold = measure(process.execPath, () => line, { cwd: folder, runs });
    const ask = (): readonly string[] => [...line, '--cache-ttl', '1h'];
    measure(process.execPath, ask, { cwd: folder, runs: 1, env });
    const warm = measure(process.execPath, ask, { cwd: folder, runs, env });
    return [
      { what: `\`snapshot\` of ${what}, cold`, measured: cold, ratio: '', aim: '' },
      {
        what: `\`snapshot\` of ${what}, from the cache`,
        measured: warm,
        ratio: `cold takes ${(cold.ms / warm.ms).toFixed(1)} × this`,
        aim: '5 to 10 ×',
      },
    ];
  };
  const node = coldAndWarm('this machine (gpu, os, systemd, network, cloud)', ['--exclude', 'k8s,topology'], 5);
  const cluster = await serveNodes(folder);
  try {
    const many = coldAndWarm(
      '1000 nodes with 30,000 pods',
      ['--filter', 'k8s,topology', '--kubeconfig', cluster.kubeconfig],
      3,
    );
    const words = ['get', 'pods,nodes', '--all-namespaces', '--output', 'json', '--kubeconfig', cluster.kubeconfig];
    const peer = measure(kubectl, () => words, { cwd: folder, runs: 1 });
    const ratio = `${(peer.ms / (many[0]?.measured.ms ?? 1)).toFixed(2)} × ours`;
    return [
      ...node,
      ...many,
      { what: '`kubectl get pods,nodes` on the same server', measured: peer, ratio, aim: 'a peer' },
    ];
  } finally {
    cluster.stop();
  }
}
