import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { CnsError } from '../../errors.ts';
import { unreachable } from './ask-server.ts';
import { type ChosenContext, type ContextOptions, chooseContext } from './choose-context.ts';
import type { Connection, Credentials } from './connection.ts';
import { type ExecCredential, execCredential } from './exec-credential.ts';
import { proxyOf } from './proxy-of.ts';

/**
 * How the cluster that is meant is reached. The only file that stands on @kubernetes/client-node, whose KubeConfig makes certificates,
 * OIDC tokens and agents with proxies of what a kubeconfig says; the build makes a module of its own of it.
 *
 * What it is not asked for, because it does otherwise than kubectl: which files are read and who wins (`choose-context.ts`), `tokenFile`
 * (it looks for `token-file`), and credential plugins: it hands on the environment of the process, sets no KUBERNETES_EXEC_INFO and has
 * no time limit (`exec-credential.ts`).
 *
 * @throws CnsError `CLUSTER_UNREACHABLE`
 */
export function connectionOf(options: ContextOptions): Connection {
  const chosen = chooseContext(options);
  const { where } = chosen;
  const { address, server } = addressOf(chosen);
  const plugin = pluginOf(chosen, options);
  const config = kubeConfigOf(chosen, address, options.env, plugin);
  let current: Promise<Credentials> | undefined;
  let open: HttpAgent[] = [];

  const make = async (): Promise<Credentials> => {
    const request: RequestOptions = { headers: {}, rejectUnauthorized: true };
    try {
      await config.applyToHTTPSOptions(request);
    } catch (error) {
      throw error instanceof CnsError
        ? error
        : unreachable({ server, where }, credentialProblem(error), CREDENTIAL_HINT);
    }
    const proxied = (config.getCurrentCluster()?.proxyUrl ?? '') !== '';
    const agent = proxied && request.agent instanceof HttpAgent ? request.agent : agentOf(address, request);
    open = [...open, agent];
    return { headers: headersOf(chosen, request), agent };
  };
  return {
    server,
    where,
    credentials(fresh) {
      if (fresh) plugin?.forget();
      if (fresh || plugin?.expired()) current = undefined;
      current ??= make();
      return current;
    },
    close() {
      for (const agent of open) agent.destroy();
      open = [];
    },
  };
}

const CREDENTIAL_HINT = 'see `kubectl config view`: a certificate, key or token file that it names may be gone';

/** Without the text of the error: it may repeat what was read. Of a file that is missing, its name. */
function credentialProblem(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  return `its credentials cannot be read${code === undefined ? '' : `: ${code}${path === undefined ? '' : ` ${path}`}`}`;
}

function addressOf({ cluster, where }: ChosenContext): { readonly address: URL; readonly server: string } {
  const refused = (why: string): CnsError =>
    unreachable({ server: 'the API server', where }, why, 'see `kubectl config view`: clusters[].cluster.server');
  if (!URL.canParse(cluster.server)) throw refused('its address is no URL');
  const address = new URL(cluster.server);
  if (address.protocol !== 'https:' && address.protocol !== 'http:')
    throw refused('its address is not of https or http');
  if (address.username !== '' || address.password !== '') throw refused('its address has credentials in it');
  return { address, server: `${address.origin}${address.pathname.replace(/\/+$/, '')}` };
}

/** The credential plugin of a user, asked when it is needed. */
function pluginOf(chosen: ChosenContext, { env, cwd }: ContextOptions) {
  const { user, cluster, userFolder: folder, where } = chosen;
  const { exec } = user;
  if (!exec) return undefined;
  let held: ExecCredential | undefined;
  return {
    forget: () => {
      held = undefined;
    },
    // A minute early: the request takes time too.
    expired: () => held?.expires !== undefined && held.expires - 60_000 < Date.now(),
    async ask(): Promise<ExecCredential> {
      held = await execCredential({ exec, cluster, folder, cwd, where, env });
      return held;
    },
  };
}

type Plugin = ReturnType<typeof pluginOf>;

function kubeConfigOf(
  { cluster, clusterFolder, user, userFolder, where }: ChosenContext,
  address: URL,
  env: ContextOptions['env'],
  plugin: Plugin,
): KubeConfig {
  const plain = address.protocol === 'http:';
  const secret = user.token ?? user.tokenFile ?? user.username ?? user['client-key-data'] ?? user['client-key'];
  if (
    plain &&
    (secret !== undefined || user.exec || user['auth-provider']) &&
    !/^(localhost|127\.|\[::1\])/.test(address.hostname)
  )
    throw unreachable({ server: address.origin, where }, 'credentials would go over plain http', 'use https');
  const provider = user['auth-provider'];
  if (provider && provider.name !== 'oidc')
    throw unreachable(
      { server: address.origin, where },
      `auth-provider ${provider.name} is not supported`,
      'Kubernetes 1.26 took it away: use the credential plugin of the cloud (exec)',
    );
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: 'cluster',
        server: address.href,
        caFile: below(clusterFolder, cluster['certificate-authority']),
        caData: cluster['certificate-authority-data'],
        // It refuses plain http otherwise; there is nothing to verify then.
        skipTLSVerify: plain || cluster['insecure-skip-tls-verify'] === true,
        tlsServerName: cluster['tls-server-name'],
        proxyUrl: cluster['proxy-url'] ?? proxyOf(address, env),
      },
    ],
    users: [
      {
        name: 'user',
        certFile: below(userFolder, user['client-certificate']),
        certData: user['client-certificate-data'],
        keyFile: below(userFolder, user['client-key']),
        keyData: user['client-key-data'],
        token: user.tokenFile === undefined ? user.token : undefined,
        username: user.username,
        password: user.password,
        impersonateUser: user.as,
        authProvider:
          user.tokenFile === undefined
            ? provider
            : { name: 'tokenFile', config: { tokenFile: below(userFolder, user.tokenFile) } },
      },
    ],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  if (plugin !== undefined)
    config.addAuthenticator({
      isAuthProvider: () => true,
      async applyAuthentication(_, request) {
        const { token, certificate, key } = await plugin.ask();
        if (certificate !== undefined && key !== undefined) Object.assign(request, { cert: certificate, key });
        if (token) request.headers = { ...request.headers, Authorization: `Bearer ${token}` };
      },
    });
  return config;
}

const below = (folder: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : resolve(folder, file);

/** Connections are kept: a list has many pages. A few at once, as many as are listed at a time. */
function agentOf(address: URL, { ca, cert, key, rejectUnauthorized, servername }: RequestOptions): HttpAgent {
  const kept = { keepAlive: true, maxSockets: 8 };
  if (address.protocol === 'http:') return new HttpAgent(kept);
  const given = { ca, cert, key, rejectUnauthorized, servername };
  return new HttpsAgent({
    ...kept,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function headersOf({ user }: ChosenContext, { headers, auth }: RequestOptions): Credentials['headers'] {
  const given = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value.trim()] as const] : [],
  );
  const basic = typeof auth === 'string' ? `Basic ${Buffer.from(auth).toString('base64')}` : undefined;
  const extra = Object.entries(user['as-user-extra'] ?? {});
  return {
    ...(basic === undefined ? {} : { authorization: basic }),
    ...Object.fromEntries(given),
    ...(user['as-uid'] === undefined ? {} : { 'impersonate-uid': user['as-uid'] }),
    ...(user['as-groups']?.length ? { 'impersonate-group': user['as-groups'] } : {}),
    ...Object.fromEntries(extra.map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values])),
  };
}
