import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeCluster, fakeCluster } from './fake-cluster.ts';
import { type Scripts, scriptBundle, scripts, type Upstream, upstream } from './script-harness.ts';

let source: Upstream;
let tree: Scripts;
const open: FakeCluster[] = [];

beforeAll(async () => {
  source = await upstream();
  tree = scripts(scriptBundle(source));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((cluster) => cluster.close()));
});
afterAll(() => source.close());

async function cluster(version?: string): Promise<FakeCluster> {
  const started = await fakeCluster(version);
  open.push(started);
  return started;
}

/** Paths that were really changed, without Helm's own records. */
const changes = ({ writes }: FakeCluster, from = 0): string[] =>
  writes
    .slice(from)
    .filter(({ changed, path }) => changed && !path.includes('/secrets/'))
    .map(({ method, path }) => `${method} ${path.replace(/^\/apis?\/|namespaces\/apps\//g, '')}`);

const EVERYTHING = [
  'PATCH v1/namespaces/apps',
  'PATCH apiextensions.k8s.io/v1/customresourcedefinitions/gits.example.com',
  'PATCH v1/configmaps/settings',
  'PATCH apiextensions.k8s.io/v1/customresourcedefinitions/webs.example.com',
  'PATCH apps/v1/deployments/web',
  'PATCH example.com/v1/widgets/first',
  'PATCH apiextensions.k8s.io/v1/customresourcedefinitions/workers.example.com',
  'PATCH apps/v1/deployments/worker',
];

describe('install.sh with real Helm and real kubectl', () => {
  it('brings everything in the order of waves, and a second run changes nothing at all', async () => {
    const target = await cluster();
    const first = await tree.run(target, 'install.sh', '--yes');
    expect(first.stderr).toContain('To check by hand, once GPU nodes have joined');
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(changes(target)).toEqual(EVERYTHING);

    const before = target.writes.length;
    const second = await tree.run(target, 'install.sh', '--yes');
    expect(second.status).toBe(0);
    expect(second.stderr).toMatch(
      /web: web 1\.0\.0 is installed already\n[\s\S]*worker: worker 1\.0\.0 is installed already/,
    );
    // Records of Helm included: not one revision more.
    expect(target.writes.slice(before).filter(({ changed }) => changed)).toEqual([]);
  });

  it('resumes after a failure and leaves alone what is done', async () => {
    const target = await cluster();
    target.fail((method, path) => method === 'PATCH' && path.endsWith('/deployments/worker'));
    const failed = await tree.run(target, 'install.sh', '--yes');
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('worker: helm failed; fix the cause and run this script again, it resumes here');

    const before = target.writes.length;
    target.fail(() => false);
    expect(await tree.run(target, 'install.sh', '--yes')).toMatchObject({ status: 0 });
    expect(changes(target, before)).toEqual(['PATCH apps/v1/deployments/worker']);
  });

  it('clears away what a killed run left pending', async () => {
    const target = await cluster();
    target.fail((method, path) => {
      const isWorker = method === 'PATCH' && path.endsWith('/deployments/worker');
      if (isWorker) target.clients.kill();
      return isWorker;
    });
    const killed = await tree.run(target, 'install.sh', '--yes');
    expect(killed.status).toBe(null);

    const before = target.writes.length;
    target.fail(() => false);
    const resumed = await tree.run(target, 'install.sh', '--yes');
    expect(resumed.status).toBe(0);
    expect(resumed.stderr).toContain('worker: chart worker 1.0.0\n  an earlier run was cut off; clearing it away');
    expect(changes(target, before)).toEqual(['PATCH apps/v1/deployments/worker']);
  });

  it('upgrades the one release whose values changed', async () => {
    const target = await cluster();
    await tree.run(target, 'install.sh', '--yes');
    const before = target.writes.length;
    const changed = scripts(scriptBundle(source, 'web:2'));
    expect(await changed.run(target, 'install.sh', '--yes')).toMatchObject({ status: 0 });
    expect(changes(target, before)).toEqual(['PATCH apps/v1/deployments/web']);
  });

  it('takes only the components of --only, and the namespaces', async () => {
    const target = await cluster();
    expect(await tree.run(target, 'install.sh', '--yes', '--only', 'definitions')).toMatchObject({ status: 0 });
    expect(changes(target)).toEqual(EVERYTHING.slice(0, 2));
  });

  it('writes nothing with --dry-run, and says what it would do', async () => {
    const target = await cluster();
    const { status, stderr } = await tree.run(target, 'install.sh', '--dry-run');
    expect(status).toBe(0);
    expect(target.writes).toEqual([]);
    expect(stderr).toContain('would run: retry apply -f manifests/web/before');
    expect(stderr).toMatch(/would run: h upgrade --install web web --repo \S+ --version 1\.0\.0 --namespace apps/);
    expect(stderr).toContain('would wait: kubectl rollout status deployment.v1.apps/web');
  });

  it.each`
    args                          | version      | status | message
    ${['--yes']}                  | ${'v1.33.4'} | ${2}   | ${'Kubernetes is v1.33.4, this tree was resolved for 1.34; --any-kubernetes goes on'}
    ${[]}                         | ${'v1.34.2'} | ${2}   | ${'nobody to ask: give --context NAME or --yes'}
    ${['--only', 'wep', '--yes']} | ${'v1.34.2'} | ${64}  | ${'--only: no component wep; there are: definitions web worker'}
    ${['--onyl']}                 | ${'v1.34.2'} | ${64}  | ${'unknown argument --onyl; see --help'}
    ${['--context']}              | ${'v1.34.2'} | ${64}  | ${'--context needs a value; see --help'}
    ${['--context', 'elsewhere']} | ${'v1.34.2'} | ${2}   | ${'the cluster of context elsewhere does not answer'}
  `('$args on $version ends with $status', async ({ args, version, status, message }) => {
    const target = await cluster(version);
    const outcome = await tree.run(target, 'install.sh', ...args);
    expect(outcome.stderr).toContain(`install.sh: ${message}`);
    expect(outcome.status).toBe(status);
    expect(target.writes).toEqual([]);
  });

  it('accepts another Kubernetes with --any-kubernetes, and prints help on standard output', async () => {
    const target = await cluster('v1.35.0');
    const only = ['--only', 'definitions'];
    expect(await tree.run(target, 'install.sh', '--context', 'fake', '--any-kubernetes', ...only)).toMatchObject({
      status: 0,
    });
    const help = await tree.run(target, 'install.sh', '--help');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Installs everything of cluster eks-h100-training, in order\./);
  });
});

it('is clean under shellcheck', ({ skip }) => {
  try {
    execFileSync('shellcheck', ['--version']);
  } catch {
    console.log('skipped: shellcheck is not on PATH');
    skip();
  }
  for (const script of ['install.sh', 'uninstall.sh']) {
    expect(execFileSync('shellcheck', [`${tree.folder}/${script}`], { encoding: 'utf8' })).toBe('');
  }
});
