import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { type ContextOptions, chooseContext } from '../../../src/io/kube/choose-context.ts';

let cwd = '';
beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'contexts-')));
  mkdirSync(join(cwd, 'home', '.kube'), { recursive: true });
  mkdirSync(join(cwd, 'other'));
  mkdirSync(join(cwd, 'pod'));
  file('one', 'a', { a: 'https://a-of-one' });
  file('other/two', 'b', { a: 'https://a-of-two', b: 'https://b-of-two' });
  file('home/.kube/config', 'h', { h: 'https://h' });
  writeFileSync(join(cwd, 'pod', 'token'), 'canary-c4n4ry');
});
afterAll(() => rmSync(cwd, { recursive: true }));

function file(path: string, current: string | undefined, servers: Readonly<Record<string, string>>): void {
  const rows = Object.entries(servers);
  const text = [
    'apiVersion: v1',
    'kind: Config',
    ...(current === undefined ? [] : [`current-context: ${current}`]),
    'clusters:',
    ...rows.map(([name, server]) => `- name: ${name}\n  cluster: {server: "${server}", certificate-authority: ca.crt}`),
    'contexts:',
    ...rows.map(([name]) => `- name: ${name}\n  context: {cluster: ${name}, user: ""}`),
    'users: null',
  ];
  writeFileSync(join(cwd, path), `${text.join('\n')}\n`);
}

const choose = (options: Partial<ContextOptions>) =>
  chooseContext({ env: {}, cwd, serviceAccount: join(cwd, 'pod'), ...options });

function problemOf(options: Partial<ContextOptions>): string {
  try {
    choose(options);
  } catch (error) {
    expect(error).toBeInstanceOf(CnsError);
    return (error as Error).message;
  }
  return 'none';
}

describe('as kubectl does', () => {
  it.each`
    what                                             | options                                                    | server
    ${'the file that is named counts before all'}    | ${{ kubeconfig: 'one', env: { KUBECONFIG: 'other/two' } }} | ${'https://a-of-one'}
    ${'KUBECONFIG counts before the home'}           | ${{ env: { KUBECONFIG: 'other/two', HOME: 'home' } }}      | ${'https://b-of-two'}
    ${'of several files the first says the context'} | ${{ env: { KUBECONFIG: 'one:other/two' } }}                | ${'https://a-of-one'}
    ${'of several files the first says an entry'}    | ${{ env: { KUBECONFIG: 'other/two:one' }, context: 'a' }}  | ${'https://a-of-two'}
    ${'entries of all files count'}                  | ${{ env: { KUBECONFIG: 'one:other/two' }, context: 'b' }}  | ${'https://b-of-two'}
    ${'files that do not exist are passed over'}     | ${{ env: { KUBECONFIG: 'gone:one' } }}                     | ${'https://a-of-one'}
  `('$what', ({ options, server }) => {
    expect(choose(options).cluster.server).toBe(server);
  });

  it('looks in the home', () => {
    expect(choose({ env: { HOME: join(cwd, 'home') } }).cluster.server).toBe('https://h');
  });

  it('takes paths in a file as below its folder', () => {
    expect(choose({ env: { KUBECONFIG: 'one:other/two' }, context: 'b' }).clusterFolder).toBe(join(cwd, 'other'));
  });

  it('takes the service account of a pod where there is no file, IPv6 too', () => {
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    expect(choose({ env })).toMatchObject({
      where: 'service account of this pod',
      cluster: { server: 'https://[fd00::1]:443' },
      user: { tokenFile: join(cwd, 'pod', 'token') },
    });
  });
});

describe('errors name files and what to change', () => {
  it.each`
    what                       | options                                       | message
    ${'a context that is not'} | ${{ kubeconfig: 'other/two', context: 'bb' }} | ${/there is no context "bb"; there are: a, b\n {2}hint: did you mean b, a\?/}
    ${'a file that is not'}    | ${{ kubeconfig: 'gone' }}                     | ${/gone:1:1: CLUSTER_UNREACHABLE\n {2}the kubeconfig cannot be read: ENOENT/}
    ${'nothing at all'}        | ${{ env: { HOME: '/nowhere' } }}              | ${/there is no \/nowhere\/\.kube\/config/}
  `('$what', ({ options, message }) => {
    expect(problemOf(options)).toMatch(message);
  });

  it.each`
    what                   | text                                                                                                                        | message
    ${'no YAML'}           | ${'a: [canary-c4n4ry'}                                                                                                      | ${/it is no YAML/}
    ${'a list'}            | ${'[canary-c4n4ry]'}                                                                                                        | ${/expected object/}
    ${'no context chosen'} | ${'contexts: [{name: x, context: {cluster: y}}]'}                                                                           | ${/no context is chosen\n {2}hint: name one with --kube-context: x/}
    ${'no such cluster'}   | ${'current-context: x\ncontexts: [{name: x, context: {cluster: y}}]'}                                                       | ${/there is no cluster "y"/}
    ${'no such user'}      | ${'current-context: x\nclusters: [{name: y, cluster: {server: s}}]\ncontexts: [{name: x, context: {cluster: y, user: z}}]'} | ${/there is no user "z"/}
    ${'a wrong token'}     | ${'users: [{name: u, user: {token: {canary-c4n4ry: 1}}}]'}                                                                  | ${/users\[0\]\.user\.token/}
    ${'nothing'}           | ${''}                                                                                                                       | ${/there is none/}
    ${'too much'}          | ${`# ${'x'.repeat(4 * 1024 * 1024)}`}                                                                                       | ${/more than 4194304 bytes/}
  `('of $what, without repeating it', ({ text, message }) => {
    writeFileSync(join(cwd, 'bad'), text);
    const said = problemOf({ kubeconfig: 'bad' });
    expect(said).toMatch(message);
    expect(said).not.toContain('c4n4ry');
  });
});

it('any file is read or refused, and never repeated in an error', () => {
  const canary = fc.constant('canary-c4n4ry');
  const leaf = fc.oneof(canary, fc.constantFrom(null, 1, true, '', [], {}), fc.jsonValue({ maxDepth: 1 }));
  const entry = (key: string) =>
    fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b'),
        [key]: fc.dictionary(fc.constantFrom('server', 'token', 'user', 'cluster', 'exec', '__proto__'), leaf),
      }),
      { maxLength: 2 },
    );
  const content = fc.record({
    'current-context': leaf,
    clusters: entry('cluster'),
    users: entry('user'),
    contexts: entry('context'),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        content.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      (text) => {
        writeFileSync(join(cwd, 'any'), text);
        const said = problemOf({ kubeconfig: 'any' });
        // Names of contexts, clusters and users may be told; nothing else is.
        expect(said.replaceAll(/there is no (context|cluster|user) "canary-c4n4ry"/g, '')).not.toContain('c4n4ry');
      },
    ),
    { numRuns: 150 },
  );
});
