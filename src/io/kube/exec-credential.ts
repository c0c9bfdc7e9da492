import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';
import { CnsError } from '../../errors.ts';
import { runProcess } from '../run-process.ts';
import type { KubeconfigCluster, KubeconfigExec } from './kubeconfig-file.ts';

/** What a credential plugin gave. */
export interface ExecCredential {
  readonly token?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** Milliseconds since 1970; undefined where it does not say. */
  readonly expires?: number;
}

export interface ExecArgs {
  readonly exec: KubeconfigExec;
  readonly cluster: KubeconfigCluster;
  /** Of the kubeconfig: a command with a slash is below it. */
  readonly folder: string;
  /** Folder that it runs in: that of the user, as with kubectl. */
  readonly cwd: string;
  readonly where: string;
  /** Handed on whole, as kubectl does: a plugin may need any of it (AWS_PROFILE, HOME, a proxy). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Unit: milliseconds. @default 30 000 */
  readonly timeoutMs?: number;
}

/** https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const answer = z.object({
  kind: z.literal('ExecCredential'),
  apiVersion: z.string(),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().nullish(),
  }),
});

/**
 * Runs a credential plugin such as `aws eks get-token`, `gke-gcloud-auth-plugin` or `kubelogin`: without a terminal, with a time limit,
 * and with KUBERNETES_EXEC_INFO, without which some refuse to work.
 *
 * @throws CnsError `CLUSTER_UNREACHABLE`; what the plugin printed on its standard error is told, its output never
 */
export async function execCredential(args: ExecArgs): Promise<ExecCredential> {
  const { exec, folder, cwd, where, env, timeoutMs = 30_000 } = args;
  const refused = (why: string, hint: string): CnsError =>
    new CnsError({ code: 'CLUSTER_UNREACHABLE', message: `${where}: credential plugin ${exec.command} ${why}`, hint });
  if (exec.interactiveMode === 'Always')
    throw refused('wants a terminal (interactiveMode: Always)', 'log in beforehand, or use a plugin that does not ask');
  const file = /[\\/]/.test(exec.command) && !isAbsolute(exec.command) ? resolve(folder, exec.command) : exec.command;
  const set = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const own = (exec.env ?? []).map(({ name, value }) => [name, value] as const);
  let ran: Awaited<ReturnType<typeof runProcess>>;
  try {
    ran = await runProcess(file, exec.args ?? [], {
      env: Object.fromEntries([...set, ...own, ['KUBERNETES_EXEC_INFO', JSON.stringify(execInfo(args))]]),
      cwd,
      timeoutMs,
      maxOutputBytes: 1024 * 1024,
    });
  } catch (error) {
    if (!(error instanceof CnsError)) throw error;
    // Its message may not be repeated where the command line of the plugin is in it; that it did not start is enough.
    throw refused(
      'could not be run',
      exec.installHint?.slice(0, 500) ?? `install ${exec.command}, or add its folder to PATH`,
    );
  }
  if (ran.timedOut) throw refused(`did not end in ${timeoutMs} ms`, 'run it by hand: it may be waiting for an answer');
  if (ran.status !== 0)
    throw refused(
      `ended with ${ran.status ?? ran.signal}${told(ran.stderr)}`,
      'log in again with the tools of the cloud',
    );
  return credentialOf(ran.stdout, exec, refused);
}

function credentialOf(
  text: string,
  exec: KubeconfigExec,
  refused: (why: string, hint: string) => CnsError,
): ExecCredential {
  const hint = `run it by hand: it must print an ExecCredential of ${exec.apiVersion}`;
  const parsed = answer.safeParse(json(text));
  if (!parsed.success) throw refused('printed no ExecCredential', hint);
  const { apiVersion, status } = parsed.data;
  if (apiVersion !== exec.apiVersion) throw refused('printed an ExecCredential of another apiVersion', hint);
  const { token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp } = status;
  if (!token && !certificate) throw refused('gave neither a token nor a certificate', hint);
  if (certificate && !key) throw refused('gave a certificate without its key', hint);
  const expires = Date.parse(expirationTimestamp ?? '');
  return { token, certificate, key, ...(Number.isNaN(expires) ? {} : { expires }) };
}

function execInfo({ exec, cluster }: ExecArgs): object {
  const info = {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] ?? undefined,
    'certificate-authority-data': cluster['certificate-authority-data'],
    'proxy-url': cluster['proxy-url'],
    config: cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
  };
  return {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: info } : {}) },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The end of what a plugin complained of; long words that look like keys or tokens are left out. */
function told(stderr: string): string {
  const line = stderr.trim().replaceAll(/\s+/g, ' ').slice(-400);
  return line === '' ? '' : `: ${line.replaceAll(/[A-Za-z0-9+/_=.-]{32,}/g, '…')}`;
}
