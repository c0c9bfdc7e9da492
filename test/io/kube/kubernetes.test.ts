import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kubernetesModule } from '../../../scripts/kubernetes-module.ts';
import { CnsError } from '../../../src/errors.ts';
import { type OpenClusterOptions, openCluster } from '../../../src/io/kube/open-cluster.ts';
import { type ApiServer, type ApiServerOptions, startApiServer } from './api-server.ts';
import { type Certified, selfSigned } from './certificate.ts';
import { builtInKinds } from './described-cluster.ts';

const CLUSTER = { version: { gitVersion: 'v1.34.2', platform: 'linux/amd64' }, kinds: builtInKinds({}) };
/** Stands in every place of a secret: none may come out. */
const CANARY = 'canary-c4n4ry';

let cwd = '';
let certified: Certified;
let load: NonNullable<OpenClusterOptions['load']>;
beforeAll(async () => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'kubeconfig-')));
  // What ships, and a tenth of what client-node takes to load as it is installed.
  await build({ ...kubernetesModule, outdir: cwd, outExtension: { '.js': '.mjs' } });
  load = () => import(pathToFileURL(join(cwd, 'kubernetes.mjs')).href);
  certified = selfSigned();
});
afterAll(() => rmSync(cwd, { recursive: true }));

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(options: ApiServerOptions = {}): Promise<ApiServer> {
  const server = await startApiServer(CLUSTER, options);
  open.push(server.close);
  return server;
}

/** Writes a kubeconfig (JSON is YAML) of one cluster, one user and one context. */
function write(name: string, cluster: object, user: object = {}, more: object = {}): string {
  const file = join(cwd, name);
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'main',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'main', context: { cluster: 'c', user: 'u' } }],
    ...more,
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

async function ask(options: OpenClusterOptions): Promise<unknown> {
  const cluster = await openCluster({ env: {}, cwd, load, ...options, client: { sleep: async () => {} } });
  open.push(() => cluster.close());
  return cluster.get('/version');
}

async function failureOf(options: OpenClusterOptions): Promise<string> {
  const error = await ask(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CnsError);
  const { code, message, stack = '' } = error as CnsError;
  expect(code).toBe('CLUSTER_UNREACHABLE');
  expect(`${message}${stack}`).not.toContain(CANARY);
  return message;
}

const headersOf = (server: ApiServer) => server.seen[0]?.headers ?? {};

describe('credentials of a kubeconfig', () => {
  it.each`
    what                | user                                              | sent
    ${'nobody'}         | ${{}}                                             | ${undefined}
    ${'token'}          | ${{ token: CANARY }}                              | ${`Bearer ${CANARY}`}
    ${'token file'}     | ${{ tokenFile: 'token', token: 'the file wins' }} | ${`Bearer ${CANARY}`}
    ${'user, password'} | ${{ username: 'ada', password: CANARY }}          | ${`Basic ${Buffer.from(`ada:${CANARY}`).toString('base64')}`}
  `('$what', async ({ user, sent }) => {
    const server = await serve();
    writeFileSync(join(cwd, 'token'), `${CANARY}\n`);
    await ask({ kubeconfig: write('credentials', { server: server.url }, user) });
    expect(headersOf(server).authorization).toBe(sent);
  });

  it('somebody else, whom the user speaks for', async () => {
    const server = await serve();
    const user = { as: 'ada', 'as-uid': '7', 'as-groups': ['a', 'b,c'], 'as-user-extra': { 'acme.com/x': ['1', '2'] } };
    await ask({ kubeconfig: write('as', { server: server.url }, user) });
    expect(headersOf(server)).toMatchObject({
      'impersonate-user': 'ada',
      'impersonate-uid': '7',
      'impersonate-group': 'a, b,c',
      'impersonate-extra-acme.com%2fx': '1, 2',
    });
  });

  it('never over plain http to another machine', async () => {
    const kubeconfig = write('plain', { server: 'http://192.0.2.1:1' }, { token: CANARY });
    expect(await failureOf({ kubeconfig })).toMatch(/credentials would go over plain http/);
  });
});

describe('TLS', () => {
  it('holds the server against the authority that the file names', async () => {
    const server = await serve({ tls: certified, authorization: `Bearer ${CANARY}` });
    writeFileSync(join(cwd, 'ca.crt'), certified.cert);
    const token = { token: CANARY };
    const data = Buffer.from(certified.cert).toString('base64');
    for (const authority of [{ 'certificate-authority': 'ca.crt' }, { 'certificate-authority-data': data }])
      expect(await ask({ kubeconfig: write('tls', { server: server.url, ...authority }, token) })).toMatchObject({
        gitVersion: 'v1.34.2',
      });
  });

  it('is verified even where the process is told not to, unless the file says so', async () => {
    const server = await serve({ tls: certified });
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await failureOf({ kubeconfig: write('tls', { server: server.url }) })).toMatch(/self-signed certificate/);
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
    const insecure = { server: server.url, 'insecure-skip-tls-verify': true };
    expect(await ask({ kubeconfig: write('tls', insecure) })).toBeDefined();
  });

  it('shows the certificate of the user, which the server asks for', async () => {
    const user = selfSigned('ada');
    const server = await serve({ tls: { ...certified, ca: user.cert, requestCert: true, rejectUnauthorized: true } });
    const data = (text: string): string => Buffer.from(text).toString('base64');
    const cluster = { server: server.url, 'certificate-authority-data': data(certified.cert) };
    expect(await failureOf({ kubeconfig: write('tls', cluster) })).toMatch(
      /certificate required|ECONNRESET|socket hang up/,
    );
    const pair = { 'client-certificate-data': data(user.cert), 'client-key-data': data(user.key) };
    expect(await ask({ kubeconfig: write('tls', cluster, pair) })).toMatchObject({ gitVersion: 'v1.34.2' });
  });

  it('goes through the proxy that the file or the environment names, and verifies the server behind it', async () => {
    const server = await serve({ tls: certified });
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      through.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      const { port } = new URL(server.url);
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push(() => proxy.close());
    const address = `http://ada:${CANARY}@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const cluster = { server: 'https://api.example:6443' };
    const known = { ...cluster, 'certificate-authority-data': Buffer.from(certified.cert).toString('base64') };
    const env = { HTTPS_PROXY: address };
    expect(await ask({ kubeconfig: write('proxied', { ...known, 'proxy-url': address }) })).toBeDefined();
    expect(await ask({ kubeconfig: write('proxied', known), env })).toBeDefined();
    expect(await failureOf({ kubeconfig: write('proxied', cluster), env })).toMatch(/self-signed certificate/);
    const basic = `Basic ${Buffer.from(`ada:${CANARY}`).toString('base64')}`;
    expect(new Set(through)).toEqual(new Set([`api.example:6443 ${basic}`]));
  });

  it('says which certificate file is gone, and repeats nothing of a key that is none', async () => {
    const user = { 'client-certificate': 'gone.crt', 'client-key': 'gone.key' };
    const cluster = { server: 'https://127.0.0.1:1' };
    expect(await failureOf({ kubeconfig: write('gone', cluster, user) })).toMatch(/ENOENT .*gone\.crt/);
    const data = Buffer.from(CANARY).toString('base64');
    await failureOf({
      kubeconfig: write('none', cluster, { 'client-certificate-data': data, 'client-key-data': data }),
    });
  });
});

describe('a credential plugin', () => {
  const credential = (status: object): string =>
    JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });
  /** A plugin that notes its environment and prints what it is told to. */
  function plugin(print: string, more: object = {}, tail = ''): object {
    const file = join(cwd, 'bin', 'plugin');
    mkdirSync(join(cwd, 'bin'), { recursive: true });
    writeFileSync(
      file,
      `#!/bin/sh\n/usr/bin/env > ${cwd}/seen\necho run >> ${cwd}/runs\ncat <<'END'\n${print}\nEND\n${tail}\n`,
    );
    chmodSync(file, 0o755);
    rmSync(join(cwd, 'runs'), { force: true });
    return {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: './bin/plugin',
        interactiveMode: 'IfAvailable',
        ...more,
      },
    };
  }
  const seen = (): string => readFileSync(join(cwd, 'seen'), 'utf8');
  const runs = (): number => readFileSync(join(cwd, 'runs'), 'utf8').split('\n').length - 1;

  it('gives a token, with the environment that it is handed and the cluster that it asks for', async () => {
    process.env.CNS_EXEC_TEST = 'leaks';
    const server = await serve({ authorization: `Bearer ${CANARY}` });
    const user = plugin(credential({ token: CANARY }), {
      env: [{ name: 'REGION', value: 'x' }],
      provideClusterInfo: true,
    });
    await ask({ kubeconfig: write('exec', { server: server.url }, user), env: { PATH: '/usr/bin:/bin', HOME: '/h' } });
    delete process.env.CNS_EXEC_TEST;
    const environment = seen();
    expect(environment).toMatch(/^REGION=x$/m);
    expect(environment).toMatch(/^HOME=\/h$/m);
    expect(environment).not.toContain('CNS_EXEC_TEST');
    const info = JSON.parse(/^KUBERNETES_EXEC_INFO=(.*)$/m.exec(environment)?.[1] ?? '{}');
    expect(info).toMatchObject({
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: server.url } },
    });
  });

  it('is asked once for many requests, and again when its token is over or not accepted', async () => {
    const server = await serve();
    const asked = async (status: object): Promise<number> => {
      const kubeconfig = write('exec', { server: server.url }, plugin(credential(status)));
      const cluster = await openCluster({ kubeconfig, env: { PATH: '/usr/bin:/bin' }, cwd, load });
      open.push(() => cluster.close());
      for (let i = 0; i < 3; i++) await cluster.get('/version');
      return runs();
    };
    expect(await asked({ token: 't' })).toBe(1);
    expect(await asked({ token: 't', expirationTimestamp: '2999-01-01T00:00:00Z' })).toBe(1);
    expect(await asked({ token: 't', expirationTimestamp: '2001-01-01T00:00:00Z' })).toBe(3);
    const strict = await serve({ authorization: 'Bearer other' });
    const message = await failureOf({
      kubeconfig: write('exec', { server: strict.url }, plugin(credential({ token: CANARY }))),
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(message).toMatch(/does not accept the credentials/);
    expect(runs()).toBe(2);
  });

  it.each`
    what                  | print                                            | more                                                           | tail                                               | why
    ${'fails'}            | ${CANARY}                                        | ${{}}                                                          | ${`echo "denied ${CANARY.repeat(4)}" >&2; exit 3`} | ${/ended with 3: denied …/}
    ${'prints no JSON'}   | ${CANARY}                                        | ${{}}                                                          | ${''}                                              | ${/printed no ExecCredential/}
    ${'gives nothing'}    | ${credential({})}                                | ${{}}                                                          | ${''}                                              | ${/neither a token nor a certificate/}
    ${'half a pair'}      | ${credential({ clientCertificateData: CANARY })} | ${{}}                                                          | ${''}                                              | ${/without its key/}
    ${'other version'}    | ${credential({ token: CANARY })}                 | ${{ apiVersion: 'client.authentication.k8s.io/v1beta1' }}      | ${''}                                              | ${/of another apiVersion/}
    ${'wants a terminal'} | ${''}                                            | ${{ interactiveMode: 'Always' }}                               | ${''}                                              | ${/wants a terminal/}
    ${'is not there'}     | ${''}                                            | ${{ command: 'no-such-plugin', installHint: 'install it so' }} | ${''}                                              | ${/could not be run[\s\S]*install it so/}
  `('that $what is told without what it printed', async ({ print, more, tail, why }) => {
    const kubeconfig = write('exec', { server: 'https://127.0.0.1:1' }, plugin(print, more, tail));
    expect(await failureOf({ kubeconfig, env: { PATH: '/usr/bin:/bin' } })).toMatch(why);
  });
});

describe('what is refused before anything is asked', () => {
  it.each`
    server                       | user                                                                        | why
    ${'ftp://x'}                 | ${{}}                                                                       | ${/not of https or http/}
    ${'not an address'}          | ${{}}                                                                       | ${/no URL/}
    ${`https://ada:${CANARY}@x`} | ${{}}                                                                       | ${/credentials in it/}
    ${'https://x'}               | ${{ 'auth-provider': { name: 'gcp', config: { 'access-token': CANARY } } }} | ${/auth-provider gcp is not supported/}
    ${'https://x'}               | ${{ token: [CANARY] }}                                                      | ${/users\[0\]\.user\.token[\s\S]*expected string/}
  `('$server $why', async ({ server, user, why }) => {
    expect(await failureOf({ kubeconfig: write('refused', { server }, user) })).toMatch(why);
  });
});
