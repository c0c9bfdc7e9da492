import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Bundle } from '../../src/contract/manifests.ts';
import { helm } from '../../src/deploy/helm.ts';
import { namespace, release, bundle as sample, unit } from './bundle.ts';
import type { FakeCluster } from './fake-cluster.ts';
import { laidOut } from './laid-out.ts';
import { helmBinary, kubectlBinary } from './real-binaries.ts';

/** Charts and a Git repository of our own, packed by the real tools and served from this machine. */
export interface Upstream {
  readonly charts: string;
  readonly git: { readonly url: string; readonly tag: string; readonly commit: string; readonly path: string };
  close(): void;
}

export async function upstream(): Promise<Upstream> {
  const folder = mkdtempSync(join(tmpdir(), 'cnsctl-upstream-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  mkdirSync(join(folder, 'served'));
  for (const name of ['web', 'worker']) {
    write(`${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
    write(`${name}/templates/deployment.yaml`, deployment(name));
    write(`${name}/crds/crd.yaml`, crd(name));
    tool(helmBinary(), ['package', join(folder, name), '--destination', join(folder, 'served')]);
  }
  tool(helmBinary(), ['repo', 'index', join(folder, 'served')]);
  write('repository/definitions/crd.yaml', crd('git'));
  const git = (...args: readonly string[]): string => tool('git', ['-C', join(folder, 'repository'), ...args]);
  tool('git', ['init', '--quiet', join(folder, 'repository')]);
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--message', 'definitions');
  const server = await serve(join(folder, 'served'));
  return {
    charts: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    git: {
      url: `file://${join(folder, 'repository')}`,
      tag: 'v1.0.0',
      commit: git('rev-parse', 'HEAD').trim(),
      path: 'definitions',
    },
    close: () => server.close(),
  };
}

const tool = (file: string, args: readonly string[]): string => execFileSync(file, args, { encoding: 'utf8' });

const serve = (folder: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.end(readFileSync(join(folder, (request.url ?? '/').replace(/[^A-Za-z0-9._-]/g, ''))));
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: "{{ .Release.Namespace }}" }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "{{ .Values.image }}" }] }
`;

const crd = (name: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name}s.example.com }
spec: { group: example.com }
`;

/** Definitions from Git, a chart with all phases, and a chart that comes after both. */
export function scriptBundle({ charts, git }: Upstream, image = 'web:1'): Bundle {
  const chart = (name: string, values: Record<string, string>) =>
    release({ repository: charts, name, version: '1.0.0', namespace: 'apps', timeoutSeconds: 20, values });
  return {
    ...sample,
    namespaces: [namespace('apps')],
    units: [
      unit({ component: 'definitions', namespace: 'apps', git }),
      unit({
        component: 'web',
        namespace: 'apps',
        wave: 2,
        dependsOn: ['definitions'],
        release: chart('web', { image }),
        objects: {
          before: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'settings', namespace: 'apps' },
              data: { a: 'b' },
            },
          ],
          after: [{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'first' }, spec: { size: 1 } }],
        },
        readiness: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'apps' },
          { apiVersion: 'example.com/v1', kind: 'Widget', name: 'first', needsNodes: true },
        ],
      }),
      unit({
        component: 'worker',
        namespace: 'apps',
        wave: 3,
        dependsOn: ['web'],
        release: chart('worker', { image: 'worker:1' }),
      }),
    ],
  };
}

/** The laid-out tree in a temporary folder, and how to run its scripts against a cluster. */
export interface Scripts {
  readonly folder: string;
  run(cluster: FakeCluster, script: 'install.sh' | 'uninstall.sh', ...args: readonly string[]): Promise<Outcome>;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function scripts(bundle: Bundle): Scripts {
  const folder = mkdtempSync(join(tmpdir(), 'cnsctl-tree-'));
  for (const [path, text] of laidOut(helm)(bundle)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'helm'), `#!/bin/sh\nexec ${helmBinary()} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec ${kubectlBinary()} "$@"\n`, { mode: 0o755 });
  return {
    folder,
    run: ({ url, clients }, script, ...args) =>
      new Promise((resolve) => {
        const kubeconfig = join(folder, '.kubeconfig');
        writeFileSync(kubeconfig, kubeconfigOf(url));
        const child = spawn('bash', [join(folder, script), ...args], {
          detached: true,
          env: {
            PATH: `${bin}:${process.env.PATH}`,
            HOME: folder,
            KUBECONFIG: kubeconfig,
            CNSCTL_RETRY_SECONDS: '0',
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        clients.kill = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', (chunk) => {
          stdout += chunk;
        });
        child.stderr.on('data', (chunk) => {
          stderr += chunk;
        });
        child.on('close', (status) => resolve({ status, stdout, stderr }));
      }),
  };
}

/** JSON is YAML. */
const kubeconfigOf = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server } }],
    users: [{ name: 'somebody', user: {} }],
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'somebody' } }],
  });
