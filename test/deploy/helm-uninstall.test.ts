import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeCluster } from './fake-cluster.ts';
import { type Scripts, scriptBundle, scripts, type Upstream, upstream } from './script-harness.ts';

let source: Upstream;
let tree: Scripts;

beforeAll(async () => {
  source = await upstream();
  tree = scripts(scriptBundle(source));
});
afterAll(() => source.close());

const DEFINITIONS = ['gits', 'webs', 'workers'].map(
  (name) => `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}.example.com`,
);
const NAMESPACE = '/api/v1/namespaces/apps';

it.each`
  flags                                          | stays
  ${[]}                                          | ${[NAMESPACE, ...DEFINITIONS]}
  ${['--only', 'worker', '--delete-namespaces']} | ${[NAMESPACE, ...DEFINITIONS, '/api/v1/namespaces/apps/configmaps/settings', '/apis/apps/v1/namespaces/apps/deployments/web', '/apis/example.com/v1/widgets/first']}
`('uninstall.sh $flags leaves $stays', async ({ flags, stays }) => {
  const cluster = await fakeCluster();
  await tree.run(cluster, 'install.sh', '--yes');
  const { status, stderr } = await tree.run(cluster, 'uninstall.sh', '--yes', ...flags);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const left = [...cluster.objects.keys()].filter((path) => !/secrets|replicasets/.test(path));
  expect(left.toSorted()).toEqual(stays.toSorted());
  await cluster.close();
});

it('goes backwards: custom resources before their chart, charts before what they needed', async () => {
  const cluster = await fakeCluster();
  await tree.run(cluster, 'install.sh', '--yes');
  const before = cluster.writes.length;
  await tree.run(cluster, 'uninstall.sh', '--yes', '--delete-crds', '--delete-namespaces');
  const deleted = cluster.writes
    .slice(before)
    .filter(({ method, path }) => method === 'DELETE' && !path.includes('/secrets/'))
    .map(({ path }) => path.split('/').slice(-2).join('/'));
  expect(deleted).toEqual([
    'deployments/worker',
    'customresourcedefinitions/workers.example.com',
    'widgets/first',
    'deployments/web',
    'customresourcedefinitions/webs.example.com',
    'configmaps/settings',
    'customresourcedefinitions/gits.example.com',
    'namespaces/apps',
  ]);
  await cluster.close();
});

it('finds nothing to do the second time, and deletes nothing with --dry-run', async () => {
  const cluster = await fakeCluster();
  await tree.run(cluster, 'install.sh', '--yes');
  const before = cluster.writes.length;
  const dry = await tree.run(cluster, 'uninstall.sh', '--dry-run', '--delete-crds', '--delete-namespaces');
  expect(dry.status).toBe(0);
  expect(dry.stderr).toContain('would run: h uninstall web --namespace apps');
  expect(cluster.writes.length).toBe(before);
  await tree.run(cluster, 'uninstall.sh', '--yes');
  const after = cluster.writes.length;
  const again = await tree.run(cluster, 'uninstall.sh', '--yes');
  expect(again.status).toBe(0);
  expect(again.stderr).toContain('web: no release web');
  expect(cluster.writes.length).toBe(after);
  await cluster.close();
});
