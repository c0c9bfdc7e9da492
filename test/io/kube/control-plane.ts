import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { selfSigned } from './certificate.ts';

/** A real etcd and kube-apiserver on the loopback, with throw-away certificates and tokens. */
export interface ControlPlane {
  /** Writes a kubeconfig of a user and returns its path. */
  kubeconfig(user: 'admin' | 'reader' | 'nobody'): string;
  /** Folder of the certificates and kubeconfigs. */
  readonly folder: string;
  stop(): Promise<void>;
}

const BINARIES = process.env.KUBEBUILDER_ASSETS ?? '';
/** Whether the folder of KUBEBUILDER_ASSETS has both programs. */
export const hasControlPlane = ['etcd', 'kube-apiserver'].every((name) => existsSync(join(BINARIES, name)));

export async function startControlPlane(): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const [client, peer, secure] = await Promise.all([freePort(), freePort(), freePort()]);
  const { cert, key } = selfSigned();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serviceAccounts = file('sa.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  const tokens = ['admin', 'reader', 'nobody'].map(
    (user) => `token-of-${user},${user},${user},${user === 'admin' ? 'system:masters' : ''}`,
  );
  const processes = [
    run('etcd', [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
      '--unsafe-no-fsync',
    ]),
    run('kube-apiserver', [
      `--etcd-servers=http://127.0.0.1:${client}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${secure}`,
      `--tls-cert-file=${file('tls.crt', cert)}`,
      `--tls-private-key-file=${file('tls.key', key)}`,
      `--token-auth-file=${file('tokens.csv', `${tokens.join('\n')}\n`)}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://localhost',
      `--service-account-key-file=${serviceAccounts}`,
      `--service-account-signing-key-file=${serviceAccounts}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      // Pods are made without controllers, which make service accounts; and there are no nodes for priorities to matter.
      '--disable-admission-plugins=ServiceAccount',
      // Lists that expire: every second etcd forgets what is older than the second before, and no cache answers in its place.
      '--etcd-compaction-interval=1s',
      '--feature-gates=ListFromCacheSnapshot=false',
    ]),
  ];
  const server = `https://127.0.0.1:${secure}`;
  const plane: ControlPlane = {
    folder,
    kubeconfig: (user) =>
      file(
        `${user}.json`,
        JSON.stringify({
          'current-context': 'test',
          clusters: [{ name: 'test', cluster: { server, 'certificate-authority': 'tls.crt' } }],
          users: [{ name: user, user: { token: `token-of-${user}` } }],
          contexts: [{ name: 'test', context: { cluster: 'test', user } }],
        }),
      ),
    async stop() {
      await Promise.all(processes.map(end));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return plane;
}

function run(name: string, args: readonly string[]): ChildProcess {
  return spawn(join(BINARIES, name), args, { stdio: 'ignore', env: { PATH: '/usr/bin:/bin', HOME: tmpdir() } });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await Promise.race([closed, sleepFor(5_000).then(() => child.kill('SIGKILL'))]);
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
